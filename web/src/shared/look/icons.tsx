/** Drawings beside words; they say nothing that the words do not. */
import type { ReactNode } from "react";

interface Props {
  /** In pixels. */
  readonly size?: number;
}

function icon(drawing: ReactNode) {
  return function Icon({ size = 20 }: Props) {
    return (
      <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden focusable="false">
        {drawing}
      </svg>
    );
  };
}

export const CardIcon = icon(
  <>
    <rect x="3" y="5.5" width="18" height="13" rx="2.5" />
    <path d="M3 10h18M7 15h3" />
  </>,
);
export const LockIcon = icon(
  <>
    <rect x="5" y="10.5" width="14" height="10" rx="2.5" />
    <path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2" />
  </>,
);
export const ChatIcon = icon(<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5zM8 8.5h8M8 12h5" />);
export const ShieldIcon = icon(<path d="M12 3.5 19 6v5.5c0 4.2-2.8 7.4-7 9-4.2-1.6-7-4.8-7-9V6zM9 12l2.2 2.2L15.2 10" />);
export const GlobeIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c2.6 2.4 3.9 5.2 3.9 8.5s-1.3 6.1-3.9 8.5c-2.6-2.4-3.9-5.2-3.9-8.5S9.4 5.9 12 3.5z" />
  </>,
);
export const NextIcon = icon(<path d="m9.5 6 6 6-6 6" />);
export const BackIcon = icon(<path d="m14.5 6-6 6 6 6" />);
export const OfflineIcon = icon(<path d="M4 4l16 16M8.5 16a5 5 0 0 1 5-1.3M5 12.5a10 10 0 0 1 4.5-2.6M2.5 9a14 14 0 0 1 4-2.6M13 6.05A14 14 0 0 1 21.5 9M16.5 11a10 10 0 0 1 2.5 1.5M12 19.5h.01" />);
export const WaitIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </>,
);
