/** What a key does to the cover that has the focus. */
import type { Act } from "./covers";

/** How far an arrow goes, in fractions of the picture; with Ctrl, for the last touch. */
const step = 0.01;
const fineStep = 0.002;
/** How far a bracket turns, in degrees. */
const turnStep = 2;

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey?: boolean;
  readonly altKey?: boolean;
}

/** The act of a key, null for one that is not the editor's: Tab, Escape and the browser's own go their way. */
export function actOf(pressed: Key, index: number): Act | null {
  if (pressed.metaKey || pressed.altKey) return null;
  const arrow = arrows[pressed.key];
  if (arrow) {
    const by = pressed.ctrlKey ? fineStep : step;
    const [dx, dy] = [arrow[0] * by, arrow[1] * by];
    return { do: pressed.shiftKey ? "grow" : "move", index, dx, dy };
  }
  if (pressed.ctrlKey) return null;
  switch (pressed.key) {
    case "Delete":
    case "Backspace":
      return { do: "remove", index };
    case "[":
      return { do: "turn", index, degrees: -turnStep };
    case "]":
      return { do: "turn", index, degrees: turnStep };
    default:
      return null;
  }
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
