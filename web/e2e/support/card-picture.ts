// A photo of a bank card as a customer would choose it: the full number on it, and
// what cameras write into files. Drawn by the browser; the number is a public test
// number.
import type { Page } from '@playwright/test';

export interface CardPicture {
  file: Buffer;
  /** A text in the file's metadata, to be looked for afterwards. */
  mark: string;
  /** A piece of the picture's own bytes, to be looked for afterwards. */
  piece: string;
}

export async function drawCard(page: Page, number: string, name: string): Promise<CardPicture> {
  const groups = number.replace(/(\d{4})(?=\d)/g, '$1 ');
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; background: #d9d4cb; font-family: 'DejaVu Sans', sans-serif; }
    .card { position: absolute; left: 70px; top: 80px; width: 860px; height: 540px; border-radius: 36px;
            background: #23406e; color: #fff; }
    .bank { position: absolute; left: 60px; top: 50px; font-size: 40px; }
    .number { position: absolute; left: 60px; top: 270px; font: 58px 'DejaVu Sans Mono', monospace; white-space: pre; }
    .name { position: absolute; left: 60px; top: 430px; font-size: 32px; }
    .until { position: absolute; left: 560px; top: 380px; font-size: 28px; }
  </style><div class="card"><div class="bank">Demo Bank</div><div class="number">${groups}</div>
  <div class="until">12/30</div><div class="name">${name}</div></div>`);
  const jpeg = await page.screenshot({ type: 'jpeg', quality: 92 });
  const mark = `camera-serial-${String(Date.now())}-of-the-original`;
  return { file: withComment(jpeg, mark), mark, piece: jpeg.subarray(2000, 2048).toString('latin1') };
}

/** Puts a comment segment (COM) behind the start-of-image marker. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.from(text, 'latin1');
  const head = Buffer.from([0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}

/** Where the number lies in the picture, in fractions of its width and height. */
export const numberBox = { x: 0.13, y: 0.5, width: 0.56, height: 0.1 };
