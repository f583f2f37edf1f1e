/** The console's signs, on a grid of 16. Words stand beside them. */
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
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={d} />
    </svg>
  );
}

export const DeskIcon = (p: IconProps) => (
  <Icon {...p} d="M2.5 9.5V8a5.5 5.5 0 0 1 11 0v1.5M2.5 9h2v4h-1a1 1 0 0 1-1-1ZM13.5 9h-2v4h1a1 1 0 0 0 1-1ZM12.5 13c0 1-1.5 1.5-3 1.5" />
);
export const BackIcon = (p: IconProps) => <Icon {...p} d="M10 3 5 8l5 5" />;
export const CaseIcon = (p: IconProps) => <Icon {...p} d="M2.5 3h11v10h-11ZM9.5 3v10M4.5 6h3M4.5 8.5h3" />;
export const HelpIcon = (p: IconProps) => (
  <Icon {...p} d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.3 6.2c.2-2 3.4-1.9 3.4 0 0 1.3-1.7 1.3-1.7 2.6M8 11.2v.1" />
);
export const LeaveIcon = (p: IconProps) => <Icon {...p} d="M6.5 2.5h-4v11h4M6.5 8h7M11 5.5 13.5 8 11 10.5" />;
export const DarkIcon = (p: IconProps) => <Icon {...p} d="M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5Z" />;
export const PictureIcon = (p: IconProps) => <Icon {...p} d="M2 3h12v10H2ZM2 11l3.5-3.5L9 11l2-2 3 3M10.5 6v.1" />;
export const CheckIcon = (p: IconProps) => <Icon {...p} d="M3 8.5 6.5 12 13 4.5" />;
export const CrossIcon = (p: IconProps) => <Icon {...p} d="M4 4l8 8M12 4l-8 8" />;
export const PlusIcon = (p: IconProps) => <Icon {...p} d="M8 3v10M3 8h10" />;
export const MinusIcon = (p: IconProps) => <Icon {...p} d="M3 8h10" />;
export const TurnIcon = (p: IconProps) => <Icon {...p} d="M12.5 5.5A5 5 0 1 0 13 9M12.5 2.5v3h-3" />;
export const ContrastIcon = (p: IconProps) => <Icon {...p} d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M8 5h4.5M8 8h6M8 11h4.5" />;
export const MoreIcon = (p: IconProps) => <Icon {...p} d="M3 7.5v1M8 7.5v1M13 7.5v1" />;
export const HideIcon = (p: IconProps) => <Icon {...p} d="M2 8s2-4 6-4 6 4 6 4-2 4-6 4-6-4-6-4ZM3 13 13 3" />;
export const BoardIcon = (p: IconProps) => <Icon {...p} d="M2.5 13.5h11M4 11V7M7 11V3M10 11V8M13 11V5" />;
export const BellIcon = (p: IconProps) => <Icon {...p} d="M4 11V7a4 4 0 0 1 8 0v4l1 1H3ZM6.5 14h3" />;
export const SearchIcon = (p: IconProps) => <Icon {...p} d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5 14 14" />;
export const ChatIcon = (p: IconProps) => <Icon {...p} d="M2.5 3h11v8h-6L4.5 13.5V11h-2Z" />;
