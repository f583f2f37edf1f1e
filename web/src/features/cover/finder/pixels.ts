/** From pixels to what the models take: planar blue, green, red (documents.md, "Model input and output"). */
import type { Box } from "./boxes";

/** RGBA pixels, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

const mean = [0.485, 0.456, 0.406] as const;
const deviation = [0.229, 0.224, 0.225] as const;

/** The detector's input, each plane centred on ImageNet's figures. */
export function detectorInput({ width, height, data }: Pixels): Float32Array {
  const size = width * height;
  const out = new Float32Array(3 * size);
  for (let plane = 0; plane < 3; plane++) {
    const [m, d, channel] = [mean[plane] as number, deviation[plane] as number, 2 - plane];
    for (let i = 0; i < size; i++) out[plane * size + i] = ((data[4 * i + channel] ?? 0) / 255 - m) / d;
  }
  return out;
}

/** The detector's size for a picture: the longest side as wanted, at most doubled, multiples of 32. */
export function detectorSize(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(longest / Math.max(width, height), 2);
  const side = (pixels: number) => Math.max(32, Math.round((pixels * scale) / 32) * 32);
  return { width: side(width), height: side(height) };
}

/** Rows of a crop, fixed by the recogniser. */
export const cropHeight = 48;

/** The width a box is read at. */
export function cropWidth(box: Box): number {
  return Math.min(Math.max(Math.round((cropHeight * box.w) / box.h), 32), 1600);
}

/** Samples a box into the recogniser's planes, from -1 to 1; what lies beyond its own width stays 0. */
export function cut(out: Float32Array, offset: number, padded: number, picture: Pixels, box: Box, upsideDown: boolean): void {
  const width = cropWidth(box);
  const sign = upsideDown ? -1 : 1;
  const u = { x: (sign * box.u.x * box.w) / width, y: (sign * box.u.y * box.w) / width };
  const v = { x: (-sign * box.u.y * box.h) / cropHeight, y: (sign * box.u.x * box.h) / cropHeight };
  const x0 = box.c.x - (u.x * width + v.x * cropHeight) / 2;
  const y0 = box.c.y - (u.y * width + v.y * cropHeight) / 2;
  const plane = cropHeight * padded;
  const rgb: [number, number, number] = [0, 0, 0];
  for (let y = 0; y < cropHeight; y++) {
    for (let x = 0; x < width; x++) {
      sample(rgb, picture, x0 + u.x * (x + 0.5) + v.x * (y + 0.5) - 0.5, y0 + u.y * (x + 0.5) + v.y * (y + 0.5) - 0.5);
      const at = offset + y * padded + x;
      out[at] = rgb[2] / 127.5 - 1;
      out[at + plane] = rgb[1] / 127.5 - 1;
      out[at + 2 * plane] = rgb[0] / 127.5 - 1;
    }
  }
}

/** Bilinear; outside the picture its edge goes on. */
function sample(rgb: [number, number, number], { width, height, data }: Pixels, px: number, py: number): void {
  const x = Math.min(Math.max(px, 0), width - 1);
  const y = Math.min(Math.max(py, 0), height - 1);
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [x1, y1] = [Math.min(x0 + 1, width - 1), Math.min(y0 + 1, height - 1)];
  const [fx, fy] = [x - x0, y - y0];
  const [a, b, c, d] = [4 * (y0 * width + x0), 4 * (y0 * width + x1), 4 * (y1 * width + x0), 4 * (y1 * width + x1)];
  for (let k = 0; k < 3; k++) {
    const top = (data[a + k] ?? 0) * (1 - fx) + (data[b + k] ?? 0) * fx;
    const bottom = (data[c + k] ?? 0) * (1 - fx) + (data[d + k] ?? 0) * fx;
    rgb[k] = top * (1 - fy) + bottom * fy;
  }
}
