/**
 * One picture's way from the file to the verdict, as states and what moves them.
 *
 *   choose ──file──▶ edit ──look──▶ preview ──send──▶ sending ──answer──▶ answered
 *     ▲               ▲ ◀───back────┘  ▲ ◀──trouble────┘                    │
 *     └────retake─────┴────────────────┴───────── cover again, retake ◀─────┘
 *
 * Invariants: what is sent is the picture that was shown in the preview; a try that
 * brought no answer is repeated with the same client id, and any other picture gets
 * a new one, so that the server counts each picture once.
 */
import { act, noCovers, propose, type Act, type Covers, type Mode } from "../cover/covers";
import type { OpenFailure } from "../cover/picture";
import type { Rectangle, Size } from "../cover/rectangle";

export type Kind = "IDENTITY" | "BANK_CARD";
export type Verdict = "ACCEPTED" | "REFUSED" | "UNSURE";

/** What the server said of a picture. */
export interface Answer {
  readonly verdict: Verdict;
  /** COVER_MIDDLE, MARK_WINDOWS or SHARPER; others may come. */
  readonly reason: string;
  /** Pictures refused in a row. */
  readonly refusals: number;
}

/** Why a picture was not looked at. NETWORK: perhaps it was; the same id asks. */
export interface Trouble {
  readonly code: string;
  /** From when on another try makes sense. */
  readonly retryAt?: string | undefined;
}

export interface Step {
  readonly at: "choose" | "opening" | "edit" | "preview" | "sending" | "answered";
  readonly kind: Kind;
  /** The picture's size; 0 by 0 while there is none. */
  readonly size: Size;
  readonly covers: Covers;
  /** Where the finder would lay them; null until it has found the number. */
  readonly proposal: Proposal | null;
  /** Whether the person has moved what was proposed: then nothing moves by itself any more. */
  readonly touched: boolean;
  /** Whether the two windows are offered. */
  readonly windows: boolean;
  /** The id of the picture in the preview. */
  readonly clientId: string;
  /** How much is sent, 0 to 1. */
  readonly progress: number;
  readonly failure: OpenFailure | null;
  readonly trouble: Trouble | null;
  /** The last answer; it stays in sight while the next picture is made. */
  readonly answer: Answer | null;
}

/** What the finder proposes for each way. */
export interface Proposal {
  readonly covers: readonly Rectangle[];
  readonly windows: readonly Rectangle[];
}

export type StepEvent =
  | { readonly type: "opening" }
  | { readonly type: "opened"; readonly size: Size }
  | { readonly type: "failed"; readonly failure: OpenFailure }
  | { readonly type: "turned"; readonly size: Size }
  | { readonly type: "act"; readonly act: Act }
  | { readonly type: "mode"; readonly mode: Mode }
  | { readonly type: "found"; readonly proposal: Proposal }
  | { readonly type: "snap" }
  | { readonly type: "look"; readonly clientId: string }
  | { readonly type: "back" }
  | { readonly type: "send" }
  | { readonly type: "progress"; readonly share: number }
  | { readonly type: "stopped"; readonly trouble: Trouble | null }
  | { readonly type: "answered"; readonly answer: Answer }
  | { readonly type: "retake" };

const noSize: Size = { width: 0, height: 0 };

/** From this many refusals in a row on the two windows are offered (documents.md, "The idea"). */
const windowsAfter = 2;

/** The beginning of a request that has been refused so many times already. */
export function beginStep(kind: Kind, refusals: number): Step {
  return {
    at: "choose",
    kind,
    size: noSize,
    covers: noCovers,
    proposal: null,
    touched: false,
    windows: kind === "BANK_CARD" && refusals >= windowsAfter,
    clientId: "",
    progress: 0,
    failure: null,
    trouble: null,
    answer: null,
  };
}

/** The step after an event; an event that does not belong to the state changes nothing. */
export function advance(step: Step, event: StepEvent): Step {
  switch (event.type) {
    case "opening":
      return step.at === "sending" ? step : { ...step, at: "opening", failure: null, trouble: null };
    case "opened":
      return step.at === "opening" ? opened(step, event.size) : step;
    case "failed":
      return step.at === "opening" ? { ...step, at: "choose", failure: event.failure } : step;
    case "turned":
    case "act":
    case "mode":
    case "snap":
      return step.at === "edit" ? edited(step, event) : step;
    case "found":
      return found(step, event.proposal);
    case "look":
      return step.at === "edit" ? { ...step, at: "preview", clientId: event.clientId, trouble: null } : step;
    case "back":
      return step.at === "preview" || step.at === "answered" ? again(step) : step;
    case "send":
      return step.at === "preview" ? { ...step, at: "sending", progress: 0, trouble: null } : step;
    case "progress":
      return step.at === "sending" ? { ...step, progress: Math.min(1, event.share) } : step;
    case "stopped":
      return step.at === "sending" ? { ...step, at: "preview", trouble: event.trouble } : step;
    case "answered":
      return step.at === "sending" ? answered(step, event.answer) : step;
    case "retake":
      return step.at === "sending" ? step : { ...step, at: "choose", size: noSize, covers: noCovers, proposal: null, touched: false, trouble: null };
  }
}

/** Whether covers are needed before it can be sent. */
export function needsCovers(kind: Kind): boolean {
  return kind === "BANK_CARD";
}

/** What to do first after an answer. */
export function firstRemedy(step: Step): "cover" | "windows" | "retake" | "done" {
  const { answer } = step;
  if (!answer || answer.verdict === "ACCEPTED") return "done";
  if (answer.reason === "SHARPER") return "retake";
  return wantsWindows(step.kind, answer) ? "windows" : "cover";
}

function opened(step: Step, size: Size): Step {
  const mode: Mode = step.answer && wantsWindows(step.kind, step.answer) ? "windows" : "covers";
  return { ...step, at: "edit", size, covers: proposed(step.kind, mode, size), proposal: null, touched: false };
}

/** The finder's proposal takes the place of the first guess, never of what the person has laid. */
function found(step: Step, proposal: Proposal): Step {
  const next = { ...step, proposal };
  return step.at === "edit" && !step.touched ? { ...next, covers: laid(proposal, step.covers.mode) } : next;
}

function laid(proposal: Proposal, mode: Mode): Covers {
  return { mode, list: proposal[mode], held: 0 };
}

function proposed(kind: Kind, mode: Mode, size: Size): Covers {
  return mode === "covers" && !needsCovers(kind) ? noCovers : propose(mode, size);
}

function edited(step: Step, event: Extract<StepEvent, { type: "turned" | "act" | "mode" | "snap" }>): Step {
  switch (event.type) {
    case "act":
      return { ...step, covers: act(step.covers, event.act, step.size), touched: step.touched || event.act.do !== "hold" };
    case "turned":
      return { ...step, size: event.size, covers: proposed(step.kind, step.covers.mode, event.size), proposal: null, touched: false };
    case "mode":
      if (event.mode === step.covers.mode || (event.mode === "windows" && !step.windows)) return step;
      return { ...step, covers: offered(step, event.mode), touched: false };
    case "snap":
      return step.proposal ? { ...step, covers: laid(step.proposal, step.covers.mode), touched: false } : step;
  }
}

/** What a way begins with: where the finder found the number, else a guess. */
function offered(step: Step, mode: Mode): Covers {
  return step.proposal ? laid(step.proposal, mode) : proposed(step.kind, mode, step.size);
}

function answered(step: Step, answer: Answer): Step {
  const offersWindows =
    step.kind === "BANK_CARD" && (answer.verdict === "UNSURE" || answer.refusals >= windowsAfter || wantsWindows(step.kind, answer));
  return { ...step, at: "answered", answer, windows: step.windows || offersWindows, progress: 1 };
}

/** Back to the same picture; after an answer that asks for windows, with windows. */
function again(step: Step): Step {
  const windows = step.at === "answered" && step.answer !== null && wantsWindows(step.kind, step.answer);
  const covers = windows && step.covers.mode !== "windows" ? offered(step, "windows") : step.covers;
  return { ...step, at: "edit", covers, trouble: null };
}

function wantsWindows(kind: Kind, answer: Answer): boolean {
  return kind === "BANK_CARD" && (answer.reason === "MARK_WINDOWS" || answer.refusals >= windowsAfter);
}
