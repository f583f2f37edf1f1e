/**
 * What somebody has laid over a picture: covers, or the two windows. The whole
 * editor is this list and which one of it is taken hold of; every act, by finger,
 * mouse, keyboard or button, is an Act here.
 */
import {
  between,
  clamp,
  contains,
  dragCorner,
  move,
  shortest,
  turn,
  turnTowards,
  withSides,
  type Point,
  type Rectangle,
  type Size,
} from "./rectangle";

/** covers: what they touch is made black. windows: all but the two is. */
export type Mode = "covers" | "windows";

export interface Covers {
  readonly mode: Mode;
  readonly list: readonly Rectangle[];
  /** Which one is taken hold of; -1 for none. */
  readonly held: number;
}

/** How many covers a picture takes; the server's limit is above. */
export const mostCovers = 12;

/** The widest window, in its heights, that shows four digits and no fifth (documents.md, "Decision rule"). */
export const widestWindow = 3.8;
/** The narrowest: a higher one has room for a second line. */
export const narrowestWindow = 1.15;

export type Act =
  | { readonly do: "hold"; readonly index: number }
  | { readonly do: "add" }
  | { readonly do: "draw"; readonly from: Point; readonly to: Point }
  | { readonly do: "remove"; readonly index: number }
  | { readonly do: "move"; readonly index: number; readonly dx: number; readonly dy: number }
  | { readonly do: "grow"; readonly index: number; readonly dx: number; readonly dy: number }
  | { readonly do: "turn"; readonly index: number; readonly degrees: number }
  | { readonly do: "place"; readonly index: number; readonly at: Rectangle }
  | { readonly do: "drag-corner"; readonly index: number; readonly to: Point }
  | { readonly do: "turn-towards"; readonly index: number; readonly to: Point };

/** What a picture begins with: a cover in the middle band, or windows at its ends, to be placed by hand. */
export function propose(mode: Mode, size: Size): Covers {
  if (mode === "covers") return { mode, list: [proposedCover], held: 0 };
  return { mode, list: [proposedWindow(0.08, size), proposedWindow(0.7, size)], held: 0 };
}

/** What a document begins with whose digits need no cover. */
export const noCovers: Covers = { mode: "covers", list: [], held: -1 };

const proposedCover: Rectangle = { x: 0.27, y: 0.47, width: 0.4, height: 0.1, angle: 0 };

function proposedWindow(x: number, size: Size): Rectangle {
  const width = 0.2;
  const height = (width * size.width) / 2.6 / size.height; // four digits with their spaces
  return clamp({ x, y: 0.5 - height / 2, width, height, angle: 0 });
}

/** The list after an act. The same object when the act changes nothing. */
export function act(covers: Covers, what: Act, size: Size): Covers {
  switch (what.do) {
    case "hold":
      return what.index === covers.held ? covers : { ...covers, held: what.index };
    case "add":
      return append(covers, beside(covers.list));
    case "draw":
      return draw(covers, between(what.from, what.to));
    case "remove":
      return remove(covers, what.index);
    default:
      return change(covers, what, size);
  }
}

/** The uppermost one at a place, -1 for none; a finger hits beside it, too. */
export function at(covers: Covers, place: Point, size: Size, slack = 0): number {
  return covers.list.findLastIndex((r) => contains(r, place, size, slack));
}

/** Whether it can be sent: a cover at least, or two windows that can show four digits each. */
export function complete(covers: Covers, size: Size, needed: boolean): boolean {
  if (covers.mode === "covers") return !needed || covers.list.length > 0;
  return covers.list.length === 2 && covers.list.every((r) => windowFits(r, size));
}

/** Whether a window shows four digits and no more, by its shape. */
export function windowFits(r: Rectangle, size: Size): boolean {
  const [w, h] = [r.width * size.width, r.height * size.height];
  const shape = Math.max(w, h) / Math.min(w, h);
  return shape <= widestWindow && shape >= narrowestWindow;
}

type Change = Exclude<Act, { readonly do: "hold" | "add" | "draw" | "remove" }>;

function change(covers: Covers, what: Change, size: Size): Covers {
  const old = covers.list[what.index];
  if (!old) return covers;
  const list = covers.list.map((r, i) => (i === what.index ? changed(old, what, size) : r));
  return { ...covers, list, held: what.index };
}

function changed(r: Rectangle, what: Change, size: Size): Rectangle {
  switch (what.do) {
    case "move":
      return move(r, what.dx, what.dy);
    case "grow":
      return withSides(r, r.width + what.dx, r.height + what.dy, size);
    case "turn":
      return turn(r, what.degrees);
    case "place":
      return clamp(what.at);
    case "drag-corner":
      return dragCorner(r, what.to, size);
    case "turn-towards":
      return turnTowards(r, what.to, size);
  }
}

function append(covers: Covers, r: Rectangle): Covers {
  if (covers.mode === "windows" || covers.list.length >= mostCovers) return covers;
  return { ...covers, list: [...covers.list, clamp(r)], held: covers.list.length };
}

/** A cover drawn with the mouse; a mere click is none. */
function draw(covers: Covers, r: Rectangle): Covers {
  return r.width < shortest && r.height < shortest ? { ...covers, held: -1 } : append(covers, r);
}

/** A new cover lies a little below the last one, so that both are seen. */
function beside(list: readonly Rectangle[]): Rectangle {
  const last = list.at(-1);
  if (!last) return proposedCover;
  const below = last.y + 1.5 * last.height;
  return { ...last, y: below + last.height <= 1 ? below : last.y - 1.5 * last.height };
}

/** Takes a cover away; the one before it is held then. Windows are always two. */
function remove(covers: Covers, index: number): Covers {
  if (covers.mode === "windows" || !covers.list[index]) return covers;
  const list = covers.list.filter((_, i) => i !== index);
  return { ...covers, list, held: list.length === 0 ? -1 : Math.max(0, index - 1) };
}
