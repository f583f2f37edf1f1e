// A photo of a bank card as a customer would choose it: the full number on it, and in
// the file what cameras write there. The number is a public test number.
import type { Page } from "@playwright/test";
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

/** A photo of an identity card as a customer would choose it, drawn in their browser. */
export async function photographIdentity(page: Page): Promise<Buffer> {
  const data = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 1000;
    canvas.height = 640;
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("nothing to draw with");
    pen.fillStyle = "#e9eef2";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#8796a5";
    pen.fillRect(60, 150, 260, 340);
    pen.fillStyle = "#22303c";
    pen.font = "600 44px sans-serif";
    ["IDENTITY CARD", "", "PAPADOPOULOU", "ELENI", "Born in Patras", "Valid"].forEach((line, i) => {
      pen.fillText(line, 380, 100 + 80 * i);
    });
    return canvas.toDataURL("image/jpeg", 0.92);
  });
  return Buffer.from(data.slice(data.indexOf(",") + 1), "base64");
}

/** Puts a comment segment (COM) behind the start-of-image marker. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.from(text, "latin1");
  const head = Buffer.from([0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}
