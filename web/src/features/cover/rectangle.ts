/**
 * Rectangles on a picture: covers and windows, as the contract has them
 * (RectangleInput): fractions of the picture's width and height from its upper left
 * corner, turned clockwise about the middle. Turning happens in pixels, so whatever
 * depends on an angle needs the picture's size.
 */

/** x, y, width and height in fractions before turning; angle in degrees clockwise. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

/** A picture's size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place in fractions of the picture's width and height. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in pixels: its middle, its sides before turning, its angle in radians. */
export interface Box {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  readonly radians: number;
}

/** The shortest side, in fractions: smaller ones can't be taken hold of. */
export const shortest = 0.015;

/** Places a rectangle on a picture, grown by so many pixels on each side. */
export function boxOf(r: Rectangle, size: Size, grow = 0): Box {
  return {
    cx: (r.x + r.width / 2) * size.width,
    cy: (r.y + r.height / 2) * size.height,
    width: Math.max(0, r.width * size.width + 2 * grow),
    height: Math.max(0, r.height * size.height + 2 * grow),
    radians: (r.angle * Math.PI) / 180,
  };
}

/** The corners in pixels, clockwise from the one that is upper left before turning; grown like boxOf. */
export function cornersOf(r: Rectangle, size: Size, grow = 0): readonly [Point, Point, Point, Point] {
  const box = boxOf(r, size, grow);
  const [w, h] = [box.width / 2, box.height / 2];
  return [offset(box, -w, -h), offset(box, w, -h), offset(box, w, h), offset(box, -w, h)];
}

/** Whether the place lies in the rectangle, or at most so many pixels beside it. */
export function contains(r: Rectangle, at: Point, size: Size, slack = 0): boolean {
  const box = boxOf(r, size, slack);
  const { x, y } = inward(box, at, size);
  return Math.abs(x) <= box.width / 2 && Math.abs(y) <= box.height / 2;
}

/** Inside the picture, no smaller than can be taken hold of, the angle from -180 to 180. */
export function clamp(r: Rectangle): Rectangle {
  const width = within(r.width, shortest, 1);
  const height = within(r.height, shortest, 1);
  return {
    x: within(r.x, 0, 1 - width),
    y: within(r.y, 0, 1 - height),
    width,
    height,
    angle: normal(r.angle),
  };
}

/** Moved by fractions of the picture. */
export function move(r: Rectangle, dx: number, dy: number): Rectangle {
  return clamp({ ...r, x: r.x + dx, y: r.y + dy });
}

/** Turned about its middle, by degrees clockwise. */
export function turn(r: Rectangle, degrees: number): Rectangle {
  return clamp({ ...r, angle: r.angle + degrees });
}

/** With other sides; the corner that is upper left before turning stays where it is. */
export function withSides(r: Rectangle, width: number, height: number, size: Size): Rectangle {
  const sides = { width: within(width, shortest, 1), height: within(height, shortest, 1) };
  const held = boxOf(r, size);
  const corner = offset(held, -held.width / 2, -held.height / 2);
  const next = { ...held, cx: corner.x, cy: corner.y };
  const middle = offset(next, (sides.width * size.width) / 2, (sides.height * size.height) / 2);
  return clamp({
    ...sides,
    x: middle.x / size.width - sides.width / 2,
    y: middle.y / size.height - sides.height / 2,
    angle: r.angle,
  });
}

/** With the corner that is lower right before turning at a place. */
export function dragCorner(r: Rectangle, to: Point, size: Size): Rectangle {
  const box = boxOf(r, size);
  const { x, y } = inward(box, to, size);
  return withSides(r, (x + box.width / 2) / size.width, (y + box.height / 2) / size.height, size);
}

/** Turned so that its right side looks towards a place. */
export function turnTowards(r: Rectangle, to: Point, size: Size): Rectangle {
  const box = boxOf(r, size);
  const radians = Math.atan2(to.y * size.height - box.cy, to.x * size.width - box.cx);
  return clamp({ ...r, angle: Math.round((radians * 180) / Math.PI) });
}

/** The rectangle between two places, not turned. */
export function between(a: Point, b: Point): Rectangle {
  const x = within(Math.min(a.x, b.x), 0, 1);
  const y = within(Math.min(a.y, b.y), 0, 1);
  return {
    x,
    y,
    width: within(Math.max(a.x, b.x), 0, 1) - x,
    height: within(Math.max(a.y, b.y), 0, 1) - y,
    angle: 0,
  };
}

/** Where something lies, as whole percents of the picture, before turning. */
export function percents(r: Rectangle): Record<"left" | "right" | "top" | "bottom" | "angle", number> {
  const percent = (fraction: number) => Math.round(fraction * 100);
  return {
    left: percent(r.x),
    right: percent(r.x + r.width),
    top: percent(r.y),
    bottom: percent(r.y + r.height),
    angle: Math.round(r.angle),
  };
}

/** A place relative to the box's middle, along its sides, in pixels. */
function inward(box: Box, at: Point, size: Size): Point {
  const [dx, dy] = [at.x * size.width - box.cx, at.y * size.height - box.cy];
  const [sin, cos] = [Math.sin(box.radians), Math.cos(box.radians)];
  return { x: dx * cos + dy * sin, y: dy * cos - dx * sin };
}

/** The place in pixels that lies so far from the box's middle, along its sides. */
function offset(box: Box, dx: number, dy: number): Point {
  const [sin, cos] = [Math.sin(box.radians), Math.cos(box.radians)];
  return { x: box.cx + dx * cos - dy * sin, y: box.cy + dx * sin + dy * cos };
}

function within(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}

function normal(degrees: number): number {
  const turned = ((degrees % 360) + 360) % 360;
  return turned > 180 ? turned - 360 : turned;
}
