/**
 * The picture with what is laid over it. Covers are dragged with a finger or the
 * mouse, drawn with the mouse, moved by keys, and by buttons for whoever can't drag
 * (WCAG 2.2, 2.5.7).
 *
 * The picture stays on a canvas of this page; nothing here sends anything.
 */
import { VisuallyHidden } from "@mantine/core";
import { useEffect, useId, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { CoverTools } from "./cover-tools";
import { CoverBox } from "./cover-box";
import type { Act, Covers } from "./covers";
import { between, cornersOf, type Point, type Rectangle, type Size } from "./rectangle";
import { useDrag } from "./use-drag";
import classes from "./cover-editor.module.css";

export interface CoverEditorProps {
  readonly picture: HTMLCanvasElement;
  readonly covers: Covers;
  readonly onAct: (act: Act) => void;
  /** Turns the whole picture by a quarter. */
  readonly onTurnPicture: () => void;
}

const zooms = [1, 1.5, 2, 3] as const;

export function CoverEditor({ picture, covers, onAct, onTurnPicture }: CoverEditorProps) {
  const intl = useIntl();
  const help = useId();
  const stage = useRef<HTMLDivElement>(null);
  const [sketch, setSketch] = useState<{ readonly from: Point; readonly to: Point } | null>(null);
  const [zoom, setZoom] = useState(0);
  const drag = useDrag({ stage, covers, onAct, onSketch: setSketch });
  const size: Size = { width: picture.width, height: picture.height };
  const draws = covers.mode === "covers";

  return (
    <div className={classes.editor}>
      <VisuallyHidden id={help}>
        <FormattedMessage id={draws ? "cover.keys.covers" : "cover.keys.windows"} />
      </VisuallyHidden>
      <div className={classes.frame}>
        <div
          ref={stage}
          className={classes.stage}
          style={{ width: `${(zooms[zoom] ?? 1) * 100}%`, aspectRatio: `${size.width} / ${size.height}` }}
          role="application"
          aria-label={intl.formatMessage({ id: "cover.stage" })}
          aria-describedby={help}
          data-testid="cover-stage"
          data-draws={draws || undefined}
          onPointerDown={(e) => draws && e.pointerType !== "touch" && drag.begin(e, "draw", -1)}
          onPointerMove={drag.onPointerMove}
          onPointerUp={drag.onPointerUp}
          onPointerCancel={drag.onPointerCancel}
        >
          <Shown picture={picture} />
          {covers.mode === "windows" && <Shade list={covers.list} size={size} />}
          {covers.list.map((r, index) => (
            <CoverBox key={index} rectangle={r} index={index} covers={covers} size={size} drag={drag} onAct={onAct} />
          ))}
          {sketch && <div className={classes.sketch} style={flatStyle(between(sketch.from, sketch.to))} />}
        </div>
      </div>
      <CoverTools
        covers={covers}
        onAct={onAct}
        onTurnPicture={onTurnPicture}
        onNearer={zoom < zooms.length - 1 ? () => setZoom(zoom + 1) : null}
        onFarther={zoom > 0 ? () => setZoom(zoom - 1) : null}
      />
    </div>
  );
}

/** A copy of the picture for the eyes; the one that is sent is drawn anew. */
function Shown({ picture }: { readonly picture: HTMLCanvasElement }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    return () => {
      canvas.width = 0;
      canvas.height = 0;
    };
  }, [picture]);
  return <canvas ref={ref} className={classes.picture} aria-hidden />;
}

/** Darkens everything but the windows. */
function Shade({ list, size }: { readonly list: readonly Rectangle[]; readonly size: Size }) {
  const holes = list.map((r) => {
    const [first, ...others] = cornersOf(r, size);
    return `M${first.x} ${first.y}${others.map((c) => `L${c.x} ${c.y}`).join("")}Z`;
  });
  return (
    <svg className={classes.shade} viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" aria-hidden>
      <path fillRule="evenodd" d={`M0 0H${size.width}V${size.height}H0Z${holes.join("")}`} />
    </svg>
  );
}

function flatStyle(r: Rectangle): { left: string; top: string; width: string; height: string } {
  return { left: `${r.x * 100}%`, top: `${r.y * 100}%`, width: `${r.width * 100}%`, height: `${r.height * 100}%` };
}
