/**
 * The two models in this browser: PP-OCRv4's mobile detector and recogniser
 * (Apache-2.0) in onnxruntime-web (MIT), on one thread. They are files of the page's
 * own; nothing is fetched from anywhere else. Runs in the finder's worker.
 */
import * as ort from "onnxruntime-web/wasm";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import det from "@finder-models/ch_PP-OCRv4_det_infer.onnx?url";
import keysUrl from "@finder-models/ppocr_keys_v1.txt?url";
import rec from "@finder-models/ch_PP-OCRv4_rec_infer.onnx?url";
import { boxesOf, scaled, type Box } from "./boxes";
import { classes, decode, type Reading } from "./lines";
import type { DigitLine } from "./numbers";
import { cropHeight, cropWidth, cut, detectorInput, detectorSize, type Pixels } from "./pixels";

/** Boxes read at once; wide batches cost memory: boxes × steps × 6,625 figures. */
const batch = 6;
/** Widths of one batch lie within a quarter. */
const batchRatio = 1.25;
/** A reading less sure than this is tried upside down, too. */
const surely = 0.85;
/** Rows of digits are at least so many times as long as high; the rest is not read. */
const slimmest = 1.2;

/** The picture at another size. */
export type Shrink = (width: number, height: number) => Pixels;

export class Reader {
  private constructor(
    private readonly detector: ort.InferenceSession,
    private readonly recogniser: ort.InferenceSession,
    private readonly keys: readonly string[],
  ) {}

  /** Loads library and models, some 18 MB the first time; from the browser's cache later. */
  static async open(): Promise<Reader> {
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = { wasm };
    const options: ort.InferenceSession.SessionOptions = { executionProviders: ["wasm"] };
    const [detector, recogniser, keys] = await Promise.all([
      fetched(det).then((model) => ort.InferenceSession.create(model, options)),
      fetched(rec).then((model) => ort.InferenceSession.create(model, options)),
      fetched(keysUrl).then((text) => new TextDecoder().decode(text).trimEnd().split(/\r?\n/)),
    ]);
    if (keys.length !== classes - 2) throw new Error(`the finder's keys have ${keys.length} lines`);
    return new Reader(detector, recogniser, keys);
  }

  /**
   * Every line with digits, as it stands and, where that is not sure, upside down.
   * `longest` is the longest side that the detector sees, in pixels; with `flipped`
   * every line is read upside down first. A box points where its text was read to.
   */
  async read(picture: Pixels, shrink: Shrink, longest: number, flipped: boolean): Promise<DigitLine[]> {
    const boxes = (await this.detect(picture, shrink, longest)).filter((b) => b.w >= slimmest * b.h);
    const readings = await this.recognise(picture, boxes, flipped);
    const upsideDown = boxes.map(() => flipped);
    const doubtful = boxes.flatMap((_, i) => ((readings[i]?.sure ?? 0) < surely ? [i] : []));
    const turned = await this.recognise(picture, doubtful.map((i) => boxes[i] as Box), !flipped);
    doubtful.forEach((i, k) => {
      const other = turned[k] as Reading;
      if (other.sure <= (readings[i]?.sure ?? 0)) return;
      readings[i] = other;
      upsideDown[i] = !flipped;
    });
    return boxes.map((box, i) => ({
      box: upsideDown[i] === true ? { ...box, u: { x: -box.u.x, y: -box.u.y } } : box,
      digits: mostlyDigits(readings[i] as Reading),
    }));
  }

  private async detect(picture: Pixels, shrink: Shrink, longest: number): Promise<Box[]> {
    const { width, height } = detectorSize(picture.width, picture.height, longest);
    const input = new ort.Tensor("float32", detectorInput(shrink(width, height)), [1, 3, height, width]);
    const { [this.detector.outputNames[0] as string]: heat } = await this.detector.run({ [this.detector.inputNames[0] as string]: input });
    const boxes = boxesOf(heat?.data as Float32Array, width, height);
    heat?.dispose();
    return boxes.map((b) => scaled(b, picture.width / width, picture.height / height));
  }

  private async recognise(picture: Pixels, boxes: readonly Box[], upsideDown: boolean): Promise<Reading[]> {
    const out: Reading[] = [];
    let order = boxes.map((box, index) => ({ box, index, width: cropWidth(box) })).sort((a, b) => a.width - b.width);
    while (order.length > 0) {
      const narrowest = order[0]?.width ?? 0;
      const now = order.slice(0, batch).filter((c) => c.width <= batchRatio * narrowest);
      order = order.slice(now.length);
      const padded = Math.ceil((now.at(-1)?.width ?? 0) / 32) * 32;
      const size = 3 * cropHeight * padded;
      const data = new Float32Array(now.length * size);
      now.forEach(({ box }, i) => cut(data, i * size, padded, picture, box, upsideDown));
      const input = new ort.Tensor("float32", data, [now.length, 3, cropHeight, padded]);
      const { [this.recogniser.outputNames[0] as string]: read } = await this.recogniser.run({
        [this.recogniser.inputNames[0] as string]: input,
      });
      if (!read) throw new Error("the recogniser gave nothing");
      const steps = read.dims[1] as number;
      now.forEach(({ box, index, width }, i) => {
        out[index] = decode(read.data as Float32Array, i * steps * classes, steps, padded / width, this.keys, box, upsideDown);
      });
      read.dispose();
    }
    return out;
  }
}

/** Digits of a line that is a number; words with a digit in them are none. */
function mostlyDigits({ digits, others }: Reading): DigitLine["digits"] {
  return others > digits.length ? [] : digits;
}

async function fetched(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`fetch ${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
