/**
 * From a file to what is sent. The file and the picture as it was taken stay in
 * this page's memory: `openPicture` draws it upright onto a canvas, `coverPicture`
 * makes a second canvas with the covers burned in and encodes that one alone. A
 * canvas carries no metadata, so place, time and camera are gone with the file.
 */
import type { Covers } from "./covers";
import { cornersOf, type Rectangle, type Size } from "./rectangle";

/** The longest side that is sent, in pixels (documents.md, "What is sent"). */
export const longestSide = 2000;
/** The shortest side that can show eight digits; a smaller picture is no use to anybody. */
export const shortestSide = 320;
/** What the canvas gives for a picture of 2,000 × 1,500 pixels: about 1 MB. */
const quality = 0.9;
/** Pixels a cover is drawn wider on each side, so that no half-covered edge shows a digit. */
const overlap = 1;

/** UNREADABLE: no picture this browser can open. TOO_SMALL: too few pixels to read digits in. */
export type OpenFailure = "UNREADABLE" | "TOO_SMALL";

export class PictureError extends Error {
  constructor(readonly code: OpenFailure) {
    super(code);
    this.name = "PictureError";
  }
}

/** The size to draw at: the longest side as allowed, never enlarged. */
export function fit(size: Size, longest = longestSide): Size {
  const scale = Math.min(1, longest / Math.max(size.width, size.height));
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

/** Opens a picture upright, as its camera meant it. Rejects with a PictureError. */
export async function openPicture(file: Blob): Promise<HTMLCanvasElement> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PictureError("UNREADABLE");
  }
  try {
    if (Math.max(bitmap.width, bitmap.height) < shortestSide) throw new PictureError("TOO_SMALL");
    const size = fit(bitmap);
    const canvas = canvasOf(size);
    const ctx = contextOf(canvas);
    ctx.fillStyle = "#fff"; // what is transparent is white for the reader and the operator
    ctx.fillRect(0, 0, size.width, size.height);
    ctx.imageSmoothingQuality = "high";
    ctx.drawImage(bitmap, 0, 0, size.width, size.height);
    return canvas;
  } finally {
    bitmap.close();
  }
}

/** A quarter turn clockwise: for pictures whose file says nothing about how it was held. */
export function turnPicture(picture: HTMLCanvasElement): HTMLCanvasElement {
  const canvas = canvasOf({ width: picture.height, height: picture.width });
  const ctx = contextOf(canvas);
  ctx.translate(canvas.width, 0);
  ctx.rotate(Math.PI / 2);
  ctx.drawImage(picture, 0, 0);
  return canvas;
}

/** The picture as it is sent: covered, encoded, without anything else in it. */
export async function coverPicture(picture: HTMLCanvasElement, covers: Covers): Promise<Blob> {
  const canvas = canvasOf(picture);
  const ctx = contextOf(canvas);
  if (covers.mode === "covers") {
    ctx.drawImage(picture, 0, 0);
    burn(ctx, covers.list, canvas);
  } else {
    showWindows(ctx, picture, covers.list);
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
  release(canvas);
  if (!blob) throw new Error("encode picture: the browser gave nothing");
  return blob;
}

/** Lets go of a canvas's pixels at once, without waiting for the garbage collector. */
export function release(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}

/** Makes every pixel that a cover touches opaque black. */
export function burn(ctx: Pick<CanvasRenderingContext2D, "fillStyle"> & Pathed, list: readonly Rectangle[], size: Size): void {
  ctx.fillStyle = "#000";
  for (const r of list) {
    trace(ctx, r, size, overlap);
    ctx.fill();
  }
}

/** Black, but for the windows; their edge is taken a little inside. */
function showWindows(ctx: CanvasRenderingContext2D, picture: HTMLCanvasElement, list: readonly Rectangle[]): void {
  ctx.fillStyle = "#000";
  ctx.fillRect(0, 0, picture.width, picture.height);
  for (const r of list) {
    ctx.save();
    trace(ctx, r, picture, -overlap);
    ctx.clip();
    ctx.drawImage(picture, 0, 0);
    ctx.restore();
  }
}

interface Pathed {
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  fill(): void;
}

function trace(ctx: Pathed, r: Rectangle, size: Size, grow: number): void {
  const [first, ...others] = cornersOf(r, size, grow);
  ctx.beginPath();
  ctx.moveTo(first.x, first.y);
  for (const corner of others) ctx.lineTo(corner.x, corner.y);
  ctx.closePath();
}

function canvasOf(size: Size): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const ctx = canvas.getContext("2d", { alpha: false });
  if (!ctx) throw new Error("draw picture: this browser has no canvas");
  return ctx;
}
