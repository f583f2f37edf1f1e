/**
 * The finder's worker: it alone has the models and sees the uncovered picture beside
 * the page. It answers with places; no digit leaves it.
 */
import type { Rectangle } from "../rectangle";
import { cardNumberIn, coversOf, windowsOf, type FoundNumber } from "./numbers";
import type { Pixels } from "./pixels";
import { Reader } from "./reader";

export interface Ask {
  readonly id: number;
  readonly picture: ImageBitmap;
}

/** Where the number lies, and what is proposed for it. */
export interface Found {
  readonly number: FoundNumber;
  readonly covers: readonly Rectangle[];
  readonly windows: readonly Rectangle[];
}

export type Told =
  | { readonly told: "ready" }
  | { readonly told: "found"; readonly id: number; readonly found: Found | null }
  | { readonly told: "failed"; readonly id: number | null; readonly why: string };

/** The detector's longest sides and directions: most cards are found at the first, small print at the third. */
const passes = [
  { longest: 640, flipped: false },
  { longest: 640, flipped: true },
  { longest: 960, flipped: false },
] as const;

const scope = self as unknown as {
  onmessage: ((e: MessageEvent<Ask>) => void) | null;
  postMessage(told: Told): void;
};

const opened = Reader.open();
opened.then(
  () => scope.postMessage({ told: "ready" }),
  (error: unknown) => scope.postMessage({ told: "failed", id: null, why: String(error) }),
);

scope.onmessage = ({ data }) => {
  find(data.picture).then(
    (found) => scope.postMessage({ told: "found", id: data.id, found }),
    (error: unknown) => scope.postMessage({ told: "failed", id: data.id, why: String(error) }),
  );
};

async function find(bitmap: ImageBitmap): Promise<Found | null> {
  try {
    const reader = await opened;
    const picture = pixelsOf(bitmap, bitmap.width, bitmap.height);
    let number: FoundNumber | null = null;
    for (const { longest, flipped } of passes) {
      const next = cardNumberIn(await reader.read(picture, (w, h) => pixelsOf(bitmap, w, h), longest, flipped));
      number = next?.sure ? next : (number ?? next);
      if (number?.sure) break;
    }
    return number && { number, covers: coversOf(number, picture), windows: windowsOf(number, picture) };
  } finally {
    bitmap.close();
  }
}

function pixelsOf(bitmap: ImageBitmap, width: number, height: number): Pixels {
  const canvas = new OffscreenCanvas(width, height);
  const ctx = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!ctx) throw new Error("this browser has no canvas in workers");
  ctx.imageSmoothingQuality = "high";
  ctx.drawImage(bitmap, 0, 0, width, height);
  return ctx.getImageData(0, 0, width, height);
}
