import { describe, expect, it } from "vitest";
import { advance, beginStep, firstRemedy, type Answer, type Step, type StepEvent } from "./step";

const size = { width: 1600, height: 1000 };

function after(step: Step, ...events: StepEvent[]): Step {
  return events.reduce(advance, step);
}

const open: StepEvent[] = [{ type: "opening" }, { type: "opened", size }];
const card = after(beginStep("BANK_CARD", 0), ...open);
const preview = after(card, { type: "look", clientId: "one" });
const sending = after(preview, { type: "send" });

function told(answer: Partial<Answer>): Step {
  return after(sending, { type: "answered", answer: { verdict: "REFUSED", reason: "COVER_MIDDLE", refusals: 1, ...answer } });
}

describe("opening", () => {
  it("proposes a cover for a card and none for a passport", () => {
    expect(card).toMatchObject({ at: "edit", size, covers: { mode: "covers", held: 0 } });
    expect(card.covers.list).toHaveLength(1);
    expect(after(beginStep("IDENTITY", 0), ...open).covers.list).toHaveLength(0);
  });
  it("says why a file could not be opened and takes the next one", () => {
    const failed = after(beginStep("BANK_CARD", 0), { type: "opening" }, { type: "failed", failure: "UNREADABLE" });
    expect(failed).toMatchObject({ at: "choose", failure: "UNREADABLE" });
    expect(after(failed, ...open)).toMatchObject({ at: "edit", failure: null });
  });
  it("proposes anew when the picture is turned", () => {
    const turned = after(card, { type: "act", act: { do: "add" } }, { type: "turned", size: { width: 1000, height: 1600 } });
    expect(turned.size).toEqual({ width: 1000, height: 1600 });
    expect(turned.covers.list).toHaveLength(1);
  });
});

describe("sending", () => {
  it("keeps the id while the same picture is tried again", () => {
    const again = after(sending, { type: "stopped", trouble: { code: "NETWORK" } }, { type: "send" });
    expect(again).toMatchObject({ at: "sending", clientId: "one", trouble: null });
  });
  it("shows the trouble beside the picture", () => {
    const stopped = after(sending, { type: "stopped", trouble: { code: "THROTTLED", retryAt: "2026-01-01T00:00:00Z" } });
    expect(stopped).toMatchObject({ at: "preview", trouble: { code: "THROTTLED" } });
  });
  it("goes back to the preview without a word when it is called off", () => {
    expect(after(sending, { type: "stopped", trouble: null })).toMatchObject({ at: "preview", trouble: null });
  });
  it("takes a new id for a picture whose covers were changed", () => {
    const other = after(preview, { type: "back" }, { type: "look", clientId: "two" });
    expect(other).toMatchObject({ at: "preview", clientId: "two" });
  });
  it("can't be left by covering, choosing or looking", () => {
    const events: StepEvent[] = [{ type: "back" }, { type: "retake" }, { type: "opening" }, { type: "look", clientId: "x" }];
    for (const event of events) expect(advance(sending, event)).toBe(sending);
  });
  it("counts progress while it goes on, and not after", () => {
    expect(after(sending, { type: "progress", share: 0.4 }).progress).toBe(0.4);
    const over = told({});
    expect(advance(over, { type: "progress", share: 0.2 })).toBe(over);
  });
});

describe("answers", () => {
  const cases: { why: string; answer: Partial<Answer>; first: string; windows: boolean; next: string }[] = [
    { why: "covered well", answer: { verdict: "ACCEPTED", reason: "COVERED_WELL", refusals: 0 }, first: "done", windows: false, next: "covers" },
    { why: "the first refusal: cover more", answer: {}, first: "cover", windows: false, next: "covers" },
    { why: "the second refusal: windows", answer: { refusals: 2 }, first: "windows", windows: true, next: "windows" },
    { why: "unsure, asks for windows", answer: { verdict: "UNSURE", reason: "MARK_WINDOWS" }, first: "windows", windows: true, next: "windows" },
    { why: "unsure, too blurred: a new picture, windows offered", answer: { verdict: "UNSURE", reason: "SHARPER" }, first: "retake", windows: true, next: "covers" },
    { why: "a reason of a newer server", answer: { reason: "SOMETHING" }, first: "cover", windows: false, next: "covers" },
  ];
  it.each(cases)("$why", ({ answer, first, windows, next }) => {
    const step = told(answer);
    expect(firstRemedy(step)).toBe(first);
    expect(step.windows).toBe(windows);
    expect(after(step, { type: "back" }).covers.mode).toBe(next);
  });
  it("goes back to the covers that were there", () => {
    const moved = after(card, { type: "act", act: { do: "move", index: 0, dx: 0.1, dy: 0 } });
    const refused = after(
      moved,
      { type: "look", clientId: "one" },
      { type: "send" },
      { type: "answered", answer: { verdict: "REFUSED", reason: "COVER_MIDDLE", refusals: 1 } },
      { type: "back" },
    );
    expect(refused.covers).toEqual(moved.covers);
  });
  it("begins a retaken picture with windows once they were asked for", () => {
    const retaken = after(told({ refusals: 3 }), { type: "retake" }, ...open);
    expect(retaken).toMatchObject({ at: "edit", covers: { mode: "windows" } });
  });
  it("never offers windows for a passport", () => {
    const passport = after(beginStep("IDENTITY", 5), ...open, { type: "look", clientId: "p" }, { type: "send" }, {
      type: "answered",
      answer: { verdict: "UNSURE", reason: "MARK_WINDOWS", refusals: 6 },
    });
    expect(passport.windows).toBe(false);
    expect(firstRemedy(passport)).toBe("cover");
  });
});

describe("windows", () => {
  it("are there from the beginning after a reload, when there were refusals before", () => {
    const step = after(beginStep("BANK_CARD", 2), ...open, { type: "mode", mode: "windows" });
    expect(step.covers).toMatchObject({ mode: "windows" });
    expect(step.covers.list).toHaveLength(2);
  });
  it("are not taken before they are offered", () => {
    expect(after(card, { type: "mode", mode: "windows" })).toBe(card);
  });
});

describe("what the finder proposes", () => {
  const place = { x: 0.3, y: 0.5, width: 0.3, height: 0.08, angle: 2 };
  const proposal = { covers: [place], windows: [place, { ...place, x: 0.7 }] };
  const found: StepEvent = { type: "found", proposal };
  const moved: StepEvent = { type: "act", act: { do: "move", index: 0, dx: 0.1, dy: 0 } };

  it("takes the place of the first guess", () => {
    expect(after(card, found).covers).toEqual({ mode: "covers", list: [place], held: 0 });
  });
  it("never moves what the person has laid, unless asked to", () => {
    const laid = after(card, moved, found);
    expect(laid.covers).toEqual(after(card, moved).covers);
    expect(after(laid, { type: "snap" }).covers.list).toEqual([place]);
  });
  it("counts taking hold of a cover for nothing", () => {
    expect(after(card, { type: "act", act: { do: "hold", index: -1 } }, found).covers.list).toEqual([place]);
  });
  it("changes nothing that is on its way, and waits for the next edit", () => {
    const sent = after(sending, found);
    expect(sent.covers).toEqual(sending.covers);
    const back = after(sent, { type: "stopped", trouble: null }, { type: "back" }, { type: "snap" });
    expect(back.covers.list).toEqual([place]);
  });
  it("lays the windows, too", () => {
    const refused = after(told({ refusals: 2 }), found, { type: "back" });
    expect(refused.covers).toEqual({ mode: "windows", list: proposal.windows, held: 0 });
  });
  it("is forgotten with its picture", () => {
    for (const event of [{ type: "retake" }, { type: "turned", size }] as const) {
      expect(after(card, found, event).proposal).toBeNull();
    }
    const next = after(card, found, { type: "retake" }, ...open);
    expect(next.covers).toEqual(card.covers);
  });
  it("snaps to nothing before anything was found", () => {
    expect(after(card, { type: "snap" })).toBe(card);
  });
});
