import { describe, expect, it } from "vitest";
import { emptyLog, firstSeq, lastSeq, merge, missing, startLog } from "./log";
import { text } from "./testing";

const seqs = (messages: readonly { seq: number }[]) => messages.map((m) => m.seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => text(from + i));

describe("merge", () => {
  it("starts an empty conversation at 1", () => {
    const log = merge(emptyLog, [text(1), text(2)]);
    expect(seqs(log.messages)).toEqual([1, 2]);
    expect(lastSeq(log)).toBe(2);
  });

  it("changes nothing for what is there already", () => {
    const log = startLog(range(5, 9));
    expect(merge(log, range(5, 9))).toBe(log);
    expect(merge(log, [])).toBe(log);
  });

  it("keeps what came ahead apart and names the gap", () => {
    const log = merge(startLog(range(1, 3)), [text(6), text(5)]);
    expect(seqs(log.messages)).toEqual([1, 2, 3]);
    expect(seqs(log.ahead)).toEqual([5, 6]);
    expect(missing(log)).toEqual({ after: 3, before: 5 });
  });

  it("joins what came ahead once the gap is filled", () => {
    const log = merge(merge(startLog(range(1, 3)), [text(5), text(6)]), [text(4)]);
    expect(seqs(log.messages)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(log.ahead).toEqual([]);
    expect(missing(log)).toBeNull();
  });

  it("puts an older page before the run", () => {
    const log = merge(startLog(range(51, 60)), range(1, 50));
    expect(firstSeq(log)).toBe(1);
    expect(log.messages).toHaveLength(60);
  });

  it("leaves out older ones that do not reach the run", () => {
    const log = startLog(range(51, 60));
    expect(merge(log, range(10, 20))).toBe(log);
  });

  it("takes a redacted copy over the text and never back", () => {
    const gone = { ...text(2, "•••"), redactedAt: "2026-01-01T00:00:00Z" };
    const log = merge(startLog(range(1, 3)), [gone]);
    expect(log.messages[1]).toBe(gone);
    expect(merge(log, [text(2)])).toBe(log);
  });

  it("ends with 1..1000 whatever order and repetition they come in", () => {
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const all = range(1, 1000);
    const pieces = [...all, ...all.filter(() => random() < 0.5)].sort(() => random() - 0.5);
    let log = startLog([]);
    while (pieces.length > 0) log = merge(log, pieces.splice(0, 1 + Math.floor(random() * 9)));
    expect(seqs(log.messages)).toEqual(seqs(all));
    expect(log.ahead).toEqual([]);
  });
});

describe("startLog", () => {
  it("counts only the part after a hole", () => {
    expect(seqs(startLog([text(1), text(2), text(4), text(5)]).messages)).toEqual([4, 5]);
  });
});
