// A photo of a bank card as a customer would choose it: the full number on it, and in
// the file what cameras write there. The number is a public test number.
import type { Program } from "./program";

export interface CardPicture {
  file: Buffer;
  /** A text in the file's metadata, to be looked for afterwards. */
  mark: string;
  /** Pieces of the picture's own bytes, to be looked for afterwards. */
  pieces: Buffer[];
}

export async function photographCard(program: Program): Promise<CardPicture> {
  const jpeg = Buffer.from(await (await fetch(`${program.url}/dev/card.jpg`)).arrayBuffer());
  const mark = `camera-serial-of-the-original-${new URL(program.url).port}`;
  const pieces = [1, 2, 3].map((part) => jpeg.subarray(Math.floor((jpeg.length * part) / 4), Math.floor((jpeg.length * part) / 4) + 48));
  return { file: withComment(jpeg, mark), mark, pieces };
}

/** Puts a comment segment (COM) behind the start-of-image marker. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.from(text, "latin1");
  const head = Buffer.from([0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}
