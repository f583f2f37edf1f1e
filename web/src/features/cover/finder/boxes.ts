/**
 * From the detector's map to boxes around text: PaddleOCR's DB post-processing with
 * its thresholds (documents.md, "Model input and output"), the same as the server's
 * document/reader, so that both see the same boxes.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A turned rectangle in pixels: its middle, the direction of its width, its sides. */
export interface Box {
  readonly c: Point;
  readonly u: Point;
  readonly w: number;
  readonly h: number;
}

const pixelThreshold = 0.3;
const boxThreshold = 0.5;
const smallestArea = 12; // pixels of the map
const unclip = 1.6; // how far a box grows: area × unclip ÷ perimeter
const smallestSide = 6; // pixels of the map
const mostBoxes = 120; // a photographed card has some ten, a page of print 60

/** Boxes in pixels of the map, the largest blobs first. */
export function boxesOf(heat: Float32Array, width: number, height: number): Box[] {
  const boxes: Box[] = [];
  for (const blob of blobsOf(heat, width, height).sort((a, b) => b.area - a.area)) {
    if (blob.area < smallestArea || blob.sum / blob.area < boxThreshold) continue;
    const tight = smallestBox(hull(blob.edge));
    const grow = (tight.w * tight.h * unclip) / (2 * (tight.w + tight.h));
    const box = { ...tight, w: tight.w + 2 * grow, h: tight.h + 2 * grow };
    if (Math.min(box.w, box.h) >= smallestSide) boxes.push(along(box));
    if (boxes.length === mostBoxes) break;
  }
  return boxes;
}

/** A box of a scaled copy on the picture itself; the two scales differ a little by rounding. */
export function scaled(box: Box, sx: number, sy: number): Box {
  const w = { x: box.u.x * box.w * sx, y: box.u.y * box.w * sy };
  const h = { x: -box.u.y * box.h * sx, y: box.u.x * box.h * sy };
  const long = Math.hypot(w.x, w.y);
  return { c: { x: box.c.x * sx, y: box.c.y * sy }, u: { x: w.x / long, y: w.y / long }, w: long, h: Math.hypot(h.x, h.y) };
}

interface Blob {
  readonly area: number;
  readonly sum: number;
  /** Corners of its outermost pixels. */
  readonly edge: readonly Point[];
}

/** The 8-connected blobs above the threshold. */
function blobsOf(heat: Float32Array, width: number, height: number): Blob[] {
  const seen = new Uint8Array(heat.length);
  const blobs: Blob[] = [];
  for (let start = 0; start < heat.length; start++) {
    if (!seen[start] && lit(heat, start)) blobs.push(fill(heat, width, height, seen, start));
  }
  return blobs;
}

const lit = (heat: Float32Array, at: number): boolean => (heat[at] ?? 0) >= pixelThreshold;

function fill(heat: Float32Array, width: number, height: number, seen: Uint8Array, start: number): Blob {
  const stack = [start];
  const edge: Point[] = [];
  let [area, sum] = [0, 0];
  seen[start] = 1;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    area++;
    sum += heat[at] ?? 0;
    let outer = false;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const [nx, ny] = [x + dx, y + dy];
        const next = ny * width + nx;
        if (nx < 0 || ny < 0 || nx >= width || ny >= height || !lit(heat, next)) outer = true;
        else if (!seen[next]) {
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    if (outer) edge.push({ x, y }, { x: x + 1, y }, { x, y: y + 1 }, { x: x + 1, y: y + 1 });
  }
  return { area, sum, edge };
}

/** The convex hull (Andrew's monotone chain). */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (from: readonly Point[]): Point[] => {
    const out: Point[] = [];
    for (const p of from) {
      while (out.length >= 2 && cross(out[out.length - 2] as Point, out[out.length - 1] as Point, p) <= 0) out.pop();
      out.push(p);
    }
    return out.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const cross = (o: Point, a: Point, b: Point): number => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);

/** The rectangle of least area around a convex hull: one of its sides lies on the hull's. */
export function smallestBox(points: readonly Point[]): Box {
  let best: Box = { c: { x: 0, y: 0 }, u: { x: 1, y: 0 }, w: 0, h: 0 };
  let least = Infinity;
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] as Point;
    const side = Math.hypot(b.x - a.x, b.y - a.y);
    if (side === 0) return;
    const u = { x: (b.x - a.x) / side, y: (b.y - a.y) / side };
    const us = points.map((p) => p.x * u.x + p.y * u.y);
    const vs = points.map((p) => p.y * u.x - p.x * u.y);
    const [u0, u1, v0, v1] = [Math.min(...us), Math.max(...us), Math.min(...vs), Math.max(...vs)];
    const area = (u1 - u0) * (v1 - v0);
    if (area >= least) return;
    least = area;
    const [mu, mv] = [(u0 + u1) / 2, (v0 + v1) / 2];
    best = { c: { x: u.x * mu - u.y * mv, y: u.y * mu + u.x * mv }, u, w: u1 - u0, h: v1 - v0 };
  });
  return best;
}

/** Turned so that its width lies along the text: nearer to level, unless it is 1.5 times as high as that. */
export function along(box: Box): Box {
  let b = box;
  if (Math.abs(b.u.x) < Math.abs(b.u.y)) b = turned(b);
  if (b.h > 1.5 * b.w) b = turned(b);
  // One sign for nearly parallel boxes, so that those of one row agree.
  return b.u.x + b.u.y / 2 < 0 ? { ...b, u: { x: -b.u.x, y: -b.u.y } } : b;
}

const turned = (b: Box): Box => ({ ...b, u: { x: -b.u.y, y: b.u.x }, w: b.h, h: b.w });
