/** Small drawings for the editor's buttons; the buttons themselves have the words. */
import type { ReactNode } from "react";

function Icon({ children, turned = 0 }: { readonly children: ReactNode; readonly turned?: number }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <g transform={`rotate(${turned} 12 12)`}>{children}</g>
    </svg>
  );
}

/** Points right; turned clockwise by degrees. */
export function ArrowIcon({ turned }: { readonly turned: 0 | 90 | 180 | 270 }) {
  return (
    <Icon turned={turned}>
      <path d="M5 12h14M13 6l6 6-6 6" />
    </Icon>
  );
}

/** Two ends that go apart or come together, across or upright. */
export function SizeIcon({ grow, upright }: { readonly grow: boolean; readonly upright: boolean }) {
  return (
    <Icon turned={upright ? 90 : 0}>
      <path d={grow ? "M9 12H3m3-3-3 3 3 3M15 12h6m-3-3 3 3-3 3" : "M3 12h6M6 9l3 3-3 3M21 12h-6m3-3-3 3 3 3"} />
    </Icon>
  );
}

export function TurnIcon({ left = false }: { readonly left?: boolean }) {
  return (
    <Icon>
      <g transform={left ? "matrix(-1 0 0 1 24 0)" : undefined}>
        <path d="M19 5v5h-5M18.5 10A7.5 7.5 0 1 0 19 15" />
      </g>
    </Icon>
  );
}

export function ZoomIcon({ nearer }: { readonly nearer: boolean }) {
  return (
    <Icon>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d={nearer ? "M20 20l-4.8-4.8M7.5 10.5h6M10.5 7.5v6" : "M20 20l-4.8-4.8M7.5 10.5h6"} />
    </Icon>
  );
}

export function PlusIcon() {
  return (
    <Icon>
      <path d="M12 5v14M5 12h14" />
    </Icon>
  );
}

export function BinIcon() {
  return (
    <Icon>
      <path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13" />
    </Icon>
  );
}
