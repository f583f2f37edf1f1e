/**
 * A document's picture: fetched once with its grant, drawn on a canvas, never
 * behind an address. The watermark is drawn into the canvas, so that a photograph
 * of the screen says who looked, at what and when.
 */

/** Why a picture could not be shown: the server's code, or UNREACHABLE or NO_PICTURE. */
export class PictureError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Uses a grant up. The caller closes the bitmap. */
export async function fetchPicture(grant: string, signal: AbortSignal): Promise<ImageBitmap> {
  const answer = await fetch("/console/document", {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: grant,
    credentials: "same-origin",
    cache: "no-store",
    signal,
  }).catch(() => {
    throw new PictureError("UNREACHABLE");
  });
  if (!answer.ok) throw new PictureError((await answer.text()).trim());
  const picture = await answer.blob();
  return createImageBitmap(picture).catch(() => {
    throw new PictureError("NO_PICTURE");
  });
}

export type Turn = 0 | 90 | 180 | 270;

/** The width and height of a picture that is turned. */
export function turnedSize(width: number, height: number, turn: Turn): { readonly width: number; readonly height: number } {
  return turn % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Draws the picture, turned, and the watermark over all of it. */
export function paint(canvas: HTMLCanvasElement, picture: ImageBitmap, turn: Turn, watermark: string): void {
  const size = turnedSize(picture.width, picture.height, turn);
  canvas.width = size.width;
  canvas.height = size.height;
  const c = canvas.getContext("2d");
  if (!c) return;
  c.translate(size.width / 2, size.height / 2);
  c.rotate((turn * Math.PI) / 180);
  c.drawImage(picture, -picture.width / 2, -picture.height / 2);
  c.resetTransform();
  stamp(c, size, watermark);
}

/** Lines of the same words across the picture, dark on light and light on dark. */
function stamp(c: CanvasRenderingContext2D, size: { readonly width: number; readonly height: number }, words: string): void {
  const font = Math.max(14, Math.round(size.width / 45));
  c.font = `600 ${font}px system-ui, sans-serif`;
  c.textBaseline = "middle";
  const step = c.measureText(words).width + font * 4;
  const reach = Math.hypot(size.width, size.height);
  c.translate(size.width / 2, size.height / 2);
  c.rotate(-Math.PI / 7);
  for (let y = -reach / 2, row = 0; y < reach / 2; y += font * 7, row++) {
    for (let x = -reach / 2 - (row % 2) * (step / 2); x < reach / 2; x += step) {
      c.lineWidth = font / 7;
      c.strokeStyle = "rgb(255 255 255 / 22%)";
      c.strokeText(words, x, y);
      c.fillStyle = "rgb(20 24 31 / 30%)";
      c.fillText(words, x, y);
    }
  }
  c.resetTransform();
}
