/** The canvas of a picture, in a box that scrolls when it is larger. */
import { useEffect, useRef } from "react";
import { paint, type Turn } from "./picture";
import classes from "./viewer.module.css";

interface Props {
  readonly picture: ImageBitmap;
  readonly turn: Turn;
  /** 1 fits the box. */
  readonly zoom: number;
  readonly contrast: boolean;
  readonly watermark: string;
  readonly label: string;
}

export function PictureCanvas({ picture, turn, zoom, contrast, watermark, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawn = canvas.current;
    if (drawn) paint(drawn, picture, turn, watermark);
    return () => {
      // Nothing of it stays in the page's memory.
      if (drawn) drawn.width = drawn.height = 0;
    };
  }, [picture, turn, watermark]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard (WCAG 2.1.1)
    <div className={classes.box} tabIndex={0} role="group" aria-label={label}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        className={classes.canvas}
        data-contrast={contrast || undefined}
        data-zoomed={zoom > 1 || undefined}
        style={{ width: zoom > 1 ? `${zoom * 100}%` : undefined }}
        onContextMenu={(e) => e.preventDefault()}
      />
    </div>
  );
}
