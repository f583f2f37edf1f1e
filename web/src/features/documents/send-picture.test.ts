import { afterEach, describe, expect, it, vi } from "vitest";
import type { Covers } from "../cover/covers";
import { outcomeOf, sendPicture } from "./send-picture";

describe("outcomeOf", () => {
  const none = { reason: "", refusals: 0, verdict: null, problem: null };
  it.each([
    ["a verdict", { ...none, verdict: "REFUSED", reason: "COVER_MIDDLE", refusals: 1 }, { answer: { verdict: "REFUSED", reason: "COVER_MIDDLE", refusals: 1 } }],
    ["too many", { ...none, problem: { __typename: "TryLater", code: "THROTTLED", message: "", retryAt: "t" } }, { trouble: { code: "THROTTLED", retryAt: "t" } }],
    [
      "the file's own fault",
      { ...none, problem: { __typename: "InvalidInput", code: "INVALID_INPUT", message: "", fields: [{ field: "file", code: "TOO_LARGE", message: "" }] } },
      { trouble: { code: "TOO_LARGE" } },
    ],
    ["a refusal", { ...none, problem: { __typename: "Refusal", code: "ENDED", message: "" } }, { trouble: { code: "ENDED", retryAt: undefined } }],
    ["neither: ask again with the same id", none, { trouble: { code: "NETWORK" } }],
  ] as const)("%s", (_, payload, want) => {
    expect(outcomeOf(payload as Parameters<typeof outcomeOf>[0])).toEqual(want);
  });
});

/** A server that notes what was sent and answers, or does not. */
class Wire {
  static sent: FormData | undefined;
  static answer: unknown;
  upload: { onprogress?: (event: unknown) => void } = {};
  responseType = "";
  timeout = 0;
  status = 200;
  response: unknown = null;
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  open(): void {}
  setRequestHeader(): void {}
  send(form: FormData): void {
    Wire.sent = form;
    this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    if (Wire.answer === undefined) return;
    this.response = Wire.answer;
    if (Wire.answer === null) this.onerror?.();
    else this.onload?.();
  }
  abort(): void {
    this.onabort?.();
  }
}

/** The variables as they went over the wire. */
function sentVariables(): { readonly input?: unknown } {
  const operations = Wire.sent?.get("operations");
  if (typeof operations !== "string") return {};
  return (JSON.parse(operations) as { variables: { input: unknown } }).variables;
}

describe("sendPicture", () => {
  afterEach(() => vi.unstubAllGlobals());
  const windows: Covers = { mode: "windows", held: 0, list: [{ x: 0, y: 0, width: 0.2, height: 0.1, angle: 0 }] };
  const send = (answer: unknown, signal = new AbortController().signal, covers = windows, seen: number[] = []) => {
    vi.stubGlobal("XMLHttpRequest", Wire);
    Wire.answer = answer;
    return sendPicture({
      conversationId: "c",
      requestId: "r",
      clientId: "id",
      picture: new Blob(["covered"], { type: "image/jpeg" }),
      covers,
      onProgress: (share) => seen.push(share),
      signal,
    });
  };

  it("sends the covered picture under a name of our own, and where the windows lie", async () => {
    const seen: number[] = [];
    const told = await send({ data: { uploadDocument: { verdict: "ACCEPTED", reason: "", refusals: 0, problem: null } } }, undefined, windows, seen);
    expect(told).toEqual({ answer: { verdict: "ACCEPTED", reason: "", refusals: 0 } });
    expect(seen).toEqual([0.25]);
    const file = Wire.sent?.get("0");
    expect(file).toBeInstanceOf(File);
    expect((file as File).name).toBe("picture.jpg");
    const variables = sentVariables();
    expect(variables.input).toEqual({ conversationId: "c", requestId: "r", clientId: "id", file: null, covers: [], windows: windows.list });
  });
  it("sends covers as covers", async () => {
    await send({ data: { uploadDocument: { verdict: "ACCEPTED", reason: "", refusals: 0, problem: null } } }, undefined, { ...windows, mode: "covers" });
    const variables = sentVariables();
    expect(variables.input).toMatchObject({ covers: windows.list, windows: [] });
  });
  it("tells a lost connection from a refusal", async () => {
    expect(await send(null)).toEqual({ trouble: { code: "NETWORK" } });
    expect(await send({ errors: [{ message: "", extensions: { code: "UNAUTHENTICATED" } }] })).toEqual({ trouble: { code: "UNAUTHENTICATED" } });
  });
  it("says nothing when it is called off", async () => {
    const off = new AbortController();
    const told = send(undefined, off.signal);
    off.abort();
    expect(await told).toBeNull();
  });
});
