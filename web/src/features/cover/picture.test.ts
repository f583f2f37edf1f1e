import { describe, expect, it } from "vitest";
import { burn, fit, longestSide } from "./picture";
import { contains, type Rectangle } from "./rectangle";

describe("fit", () => {
  it.each([
    ["a phone's twelve million pixels", { width: 4000, height: 3000 }, { width: 2000, height: 1500 }],
    ["one held upright", { width: 3000, height: 4000 }, { width: 1500, height: 2000 }],
    ["a small one stays", { width: 800, height: 500 }, { width: 800, height: 500 }],
    ["a sliver keeps a pixel", { width: 100_000, height: 10 }, { width: longestSide, height: 1 }],
  ])("%s", (_, size, want) => {
    expect(fit(size)).toEqual(want);
  });
});

/** Notes the shapes that are filled, and tells afterwards whether a pixel lies in one. */
class Paper {
  fillStyle = "";
  readonly filled: { colour: string; corners: [number, number][] }[] = [];
  private path: [number, number][] = [];
  beginPath(): void {
    this.path = [];
  }
  moveTo(x: number, y: number): void {
    this.path.push([x, y]);
  }
  lineTo(x: number, y: number): void {
    this.path.push([x, y]);
  }
  closePath(): void {}
  fill(): void {
    this.filled.push({ colour: this.fillStyle, corners: this.path });
  }
  /** Whether the whole pixel lies inside a filled shape: then no edge is half transparent. */
  black(px: number, py: number): boolean {
    const corners: [number, number][] = [
      [px, py],
      [px + 1, py],
      [px + 1, py + 1],
      [px, py + 1],
    ];
    return this.filled.some((shape) => corners.every((c) => inside(shape.corners, c)));
  }
}

function inside(polygon: [number, number][], [x, y]: [number, number]): boolean {
  return polygon.every(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length] ?? [ax, ay];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= -1e-9;
  });
}

describe("burn", () => {
  const size = { width: 120, height: 80 };
  const covers: Rectangle[] = [
    { x: 0.21, y: 0.33, width: 0.37, height: 0.11, angle: 0 },
    { x: 0.5, y: 0.6, width: 0.3, height: 0.1, angle: 23 },
    { x: 0.1, y: 0.7, width: 0.1, height: 0.2, angle: -77 },
  ];
  it("blackens wholly every pixel whose middle a cover holds, at any angle", () => {
    const paper = new Paper();
    burn(paper, covers, size);
    expect(paper.filled.map((f) => f.colour)).toEqual(["#000", "#000", "#000"]);
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const middle = { x: (x + 0.5) / size.width, y: (y + 0.5) / size.height };
        if (covers.some((c) => contains(c, middle, size))) expect(paper.black(x, y), `${x},${y}`).toBe(true);
      }
    }
  });
});
