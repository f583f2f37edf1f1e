/** The few signs of the chat, drawn on a grid of 16. They say nothing to a screen reader: words stand beside them. */
interface IconProps {
  readonly size?: number;
}

function Icon({ size = 16, d }: IconProps & { readonly d: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={d} />
    </svg>
  );
}

export const SentIcon = (p: IconProps) => <Icon {...p} d="M3 8.5 6.5 12 13 4.5" />;
export const ReadIcon = (p: IconProps) => <Icon {...p} d="M1 8.5 4.5 12 11 4.5M7.5 12 15 4.5" />;
export const WaitingIcon = (p: IconProps) => <Icon {...p} d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 5v3l2 1.5" />;
export const SendIcon = (p: IconProps) => <Icon {...p} d="M2 8h11M9 4l4 4-4 4" />;
export const DownIcon = (p: IconProps) => <Icon {...p} d="M8 3v10M4 9l4 4 4-4" />;
