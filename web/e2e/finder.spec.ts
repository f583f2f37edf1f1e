// The finder of card numbers in a real browser: the built worker reads pictures of the
// corpus, and its covers are held against where the digits really stand.
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Told } from "../src/features/cover/finder/finder.worker";
import { contains, type Rectangle } from "../src/features/cover/rectangle";
import { expect, test } from "./support/test";

test.use({ house: "finder" });

const dist = resolve(import.meta.dirname, "../dist/assets");
const classes = ["printed", "embossed", "nospace", "amex465", "skewed", "turned_90", "turned_180", "stacked_4x4", "stacked_2x8", "noisy"];
const seeds = (process.env["FINDER_SEEDS"] ?? "1,2").split(",");

interface Read {
  readonly name: string;
  readonly covers: readonly Rectangle[];
  readonly windows: readonly Rectangle[];
  readonly digits: readonly Rectangle[];
  readonly ms: number;
  readonly failed: string;
  /** Digits read a line, and whether the check digit fits. */
  readonly read: string;
}

/** The picture's size: corpus pictures of a whole card. */
const size = { width: 1600, height: 1200 };

test("proposes the right cover on nine of ten clear cards", async ({ person, program }, info) => {
  const worker = readdirSync(dist).find((n) => /^finder\.worker-.*\.js$/.test(n));
  if (!worker) throw new Error("the finder is not built");
  const page = await person({ viewport: size });
  await page.goto(program.url);
  const names = classes.flatMap((c) => seeds.map((s) => `class=${c}&seed=${s}`));
  const reads = await page.evaluate(readAll, { worker: `/assets/${worker}`, names });

  const wrong = reads.filter((r) => !right(r)).map((r) => `${r.name} (${r.failed || r.read})`);
  const ms = reads.map((r) => r.ms).sort((a, b) => a - b);
  const told = `${reads.length - wrong.length} of ${reads.length} right, p50 ${ms[ms.length >> 1]} ms, most ${ms.at(-1)} ms`;
  info.annotations.push({ type: "finder", description: told });
  expect(reads).toHaveLength(names.length);
  expect(wrong.length, `${told}; not: ${wrong.join(", ")}`).toBeLessThanOrEqual(names.length / 10);
});

/** Every middle digit covered over most of its width, no other one touched in its middle. */
function right({ covers, digits, failed }: Read): boolean {
  if (failed !== "" || covers.length === 0) return false;
  return digits.every((d, i) => {
    const kept = i < 4 || i >= digits.length - 4;
    const shares = [0.2, 0.5, 0.8].map((share) => at(d, share));
    return kept ? !covers.some((r) => contains(r, at(d, 0.5), size)) : shares.every((p) => covers.some((r) => contains(r, p, size)));
  });
}

/** A place along a digit's width. */
function at(d: Rectangle, share: number): { x: number; y: number } {
  const turn = (d.angle * Math.PI) / 180;
  const along = (share - 0.5) * d.width * size.width;
  return {
    x: d.x + d.width / 2 + (along * Math.cos(turn)) / size.width,
    y: d.y + d.height / 2 + (along * Math.sin(turn)) / size.height,
  };
}

/** In the page: reads one picture after the other. */
async function readAll({ worker, names }: { worker: string; names: readonly string[] }): Promise<Read[]> {
  const finder = new Worker(worker, { type: "module" });
  const next = (want: (t: Told) => boolean) =>
    new Promise<Told>((done, failed) => {
      finder.addEventListener("message", function hear({ data }: MessageEvent<Told>) {
        if (!want(data)) return;
        finder.removeEventListener("message", hear);
        done(data);
      });
      finder.addEventListener("error", () => failed(new Error("the worker did not start")));
    });
  const ready = await next((t) => t.told === "ready" || t.told === "failed");
  if (ready.told === "failed") throw new Error(ready.why);
  const out: Read[] = [];
  for (const [id, name] of names.entries()) {
    const answer = await fetch(`/dev/card.jpg?${name}`);
    const places = JSON.parse(answer.headers.get("Digits") ?? "[]") as { X: number; Y: number; Width: number; Height: number; Angle: number }[];
    const digits = places.map((p) => ({ x: p.X, y: p.Y, width: p.Width, height: p.Height, angle: p.Angle }));
    const picture = await createImageBitmap(await answer.blob());
    const told = next((t) => t.told !== "ready" && t.id === id);
    const began = performance.now();
    finder.postMessage({ id, picture }, [picture]);
    const said = await told;
    const ms = Math.round(performance.now() - began);
    const found = said.told === "found" ? said.found : null;
    const failed = said.told === "failed" ? said.why : found ? "" : "nothing found";
    out.push({ name, covers: found?.covers ?? [], windows: found?.windows ?? [], digits, ms, failed, read: `${found?.number.rows.join(" + ")}, ${found?.number.sure ? "check digit fits" : "check digit does not fit"}` });
  }
  finder.terminate();
  return out;
}
