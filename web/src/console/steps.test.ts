import type { Client } from "@urql/core";
import { createIntl } from "react-intl";
import { afterEach, describe, expect, it, vi } from "vitest";
import words from "../messages/en/console.json";
import { takeStep, tell } from "./act";
import { signInFresh } from "./fresh-sign-in";
import { TakeConversation } from "./operations";
import { fetchPicture, turnedSize } from "./picture";

afterEach(() => void vi.unstubAllGlobals());

const intl = createIntl({ locale: "en", messages: words });

describe("tell", () => {
  it.each([
    { why: "in our words", problem: { code: "ALREADY_TAKEN", message: "x" }, want: "A colleague was faster: this conversation is taken." },
    { why: "the field's own", problem: { code: "INVALID_INPUT", message: "x", fields: [{ field: "reason", code: "REQUIRED", message: "Say why." }] }, want: "Say why." },
    { why: "a code of a newer server", problem: { code: "BRAND_NEW", message: "Something new." }, want: "Something new." },
  ])("$why", ({ problem, want }) => {
    expect(tell(intl, problem)).toBe(want);
  });

  it("has words for every refusal of a decision", () => {
    const codes = ["SELF_APPROVAL", "INVOLVED", "NOT_REVIEWED", "UNREAD_MESSAGES", "EVIDENCE_CHANGED", "ALREADY_DECIDED"];
    for (const code of codes) expect(tell(intl, { code, message: "" })).not.toBe("");
  });
});

describe("takeStep", () => {
  const client = (answer: unknown) => ({ mutation: () => ({ toPromise: () => Promise.resolve(answer) }) }) as unknown as Client;
  const variables = { input: { conversationId: "c1" } };

  it.each([
    { why: "a problem is an answer", answer: { data: { step: { conversation: null, problem: { code: "ALREADY_TAKEN", message: "" } } } }, want: "ALREADY_TAKEN" },
    { why: "no answer at all", answer: { error: { graphQLErrors: [] } }, want: "UNREACHABLE" },
    { why: "an error of the server", answer: { error: { graphQLErrors: [{ message: "Something went wrong." }] } }, want: "FAILED" },
  ])("$why", async ({ answer, want }) => {
    const { problem } = await takeStep(client(answer), TakeConversation, variables);
    expect(problem?.code).toBe(want);
  });
});

describe("fetchPicture", () => {
  it("posts the grant as text and tells why it got nothing", async () => {
    const fetch = vi.fn().mockResolvedValue(new Response("GRANT_DEAD\n", { status: 404 }));
    vi.stubGlobal("fetch", fetch);
    await expect(fetchPicture("c.token", new AbortController().signal)).rejects.toMatchObject({ code: "GRANT_DEAD" });
    expect(fetch).toHaveBeenCalledWith("/console/document", expect.objectContaining({ method: "POST", body: "c.token", cache: "no-store" }));
  });

  it("tells a cut from a refusal", async () => {
    vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("cut")));
    await expect(fetchPicture("c.token", new AbortController().signal)).rejects.toMatchObject({ code: "UNREACHABLE" });
  });
});

describe("turnedSize", () => {
  it("swaps the sides of a picture that lies", () => {
    expect(turnedSize(30, 20, 0)).toEqual({ width: 30, height: 20 });
    expect(turnedSize(30, 20, 270)).toEqual({ width: 20, height: 30 });
  });
});

describe("signInFresh", () => {
  it("goes on once, after the window has said so and nothing else", async () => {
    const open = vi.fn();
    vi.stubGlobal("open", open);
    const done = vi.fn();
    signInFresh(done);
    expect(open).toHaveBeenCalledWith("/auth/workforce/start?purpose=fresh&next=/console", expect.anything(), expect.anything());
    const other = new BroadcastChannel("walletdesk");
    other.postMessage({ type: "something else" });
    other.postMessage({ type: "fresh-sign-in" });
    other.postMessage({ type: "fresh-sign-in" });
    await vi.waitFor(() => expect(done).toHaveBeenCalled());
    other.close();
    expect(done).toHaveBeenCalledOnce();
  });
});
