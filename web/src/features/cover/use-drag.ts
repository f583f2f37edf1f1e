/** Fingers, pens and the mouse on the picture: what they take hold of and where they lead it. */
import { useCallback, useRef, type PointerEvent, type RefObject } from "react";
import type { Act, Covers } from "./covers";
import type { Point, Rectangle } from "./rectangle";

/** What is held: the cover itself, its corner, the knob that turns it, or the picture to draw on. */
export type Grip = "move" | "corner" | "turn" | "draw";

interface Drag {
  readonly grip: Grip;
  readonly index: number;
  readonly from: Point;
  readonly began: Rectangle | undefined;
  readonly pointer: number;
}

export interface Dragging {
  /** Begins a drag; put it on what can be held. */
  readonly begin: (event: PointerEvent<HTMLElement>, grip: Grip, index: number) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
}

export interface DragDeps {
  readonly stage: RefObject<HTMLElement | null>;
  readonly covers: Covers;
  readonly onAct: (act: Act) => void;
  /** The cover that is being drawn, null when none is. */
  readonly onSketch: (sketch: { readonly from: Point; readonly to: Point } | null) => void;
}

/** Follows one pointer at a time; the others are the browser's, to scroll and to zoom. */
export function useDrag({ stage, covers, onAct, onSketch }: DragDeps): Dragging {
  const drag = useRef<Drag | null>(null);

  const place = useCallback(
    (event: PointerEvent<HTMLElement>): Point => {
      const area = stage.current?.getBoundingClientRect();
      if (!area) return { x: 0, y: 0 };
      return { x: (event.clientX - area.left) / area.width, y: (event.clientY - area.top) / area.height };
    },
    [stage],
  );

  const begin = useCallback(
    (event: PointerEvent<HTMLElement>, grip: Grip, index: number) => {
      if (drag.current || event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { grip, index, from: place(event), began: covers.list[index], pointer: event.pointerId };
      if (index >= 0) onAct({ do: "hold", index });
    },
    [covers, onAct, place],
  );

  const onPointerMove = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      const held = drag.current;
      if (held?.pointer !== event.pointerId) return;
      const to = place(event);
      if (held.grip === "draw") onSketch({ from: held.from, to });
      else onAct(actOf(held, to));
    },
    [onAct, onSketch, place],
  );

  const end = useCallback(
    (event: PointerEvent<HTMLElement>, finished: boolean) => {
      const held = drag.current;
      if (held?.pointer !== event.pointerId) return;
      drag.current = null;
      if (held.grip !== "draw") return;
      onSketch(null);
      if (finished) onAct({ do: "draw", from: held.from, to: place(event) });
    },
    [onAct, onSketch, place],
  );

  return {
    begin,
    onPointerMove,
    onPointerUp: useCallback((event) => end(event, true), [end]),
    onPointerCancel: useCallback((event) => end(event, false), [end]),
  };
}

function actOf(held: Drag, to: Point): Act {
  const { index, began } = held;
  if (held.grip === "corner") return { do: "drag-corner", index, to };
  if (held.grip === "turn") return { do: "turn-towards", index, to };
  const at = began ?? { x: 0, y: 0, width: 0, height: 0, angle: 0 };
  return { do: "place", index, at: { ...at, x: at.x + to.x - held.from.x, y: at.y + to.y - held.from.y } };
}
