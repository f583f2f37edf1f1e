import { describe, expect, it } from "vitest";
import { Bubble } from "./bubble";
import { render } from "./render";
import type { Message } from "./types";

const greek: Message = {
  seq: 1, clientId: "c", authorKind: "CUSTOMER", authorName: "Maria", mine: false, kind: "TEXT", body: "Δεν έχω κάμερα", code: "",
  detail: [{ name: "quick", value: "NO_CAMERA" }], createdAt: "2026-11-26T06:00:00Z",
};

describe("a ready sentence", () => {
  it.each([
    ["of the other side is shown in the reader's language", greek, "I have no camera"],
    ["of one's own stays as it was sent", { ...greek, mine: true }, "Δεν έχω κάμερα"],
    ["of a newer server is shown as it was written", { ...greek, detail: [{ name: "quick", value: "NEW_ONE" }] }, "Δεν έχω κάμερα"],
    ["that was hidden stays hidden", { ...greek, body: "", redactedAt: greek.createdAt }, "removed"],
  ] as const)("%s", (_, message, words) => {
    const page = render(<Bubble message={message} first last read={null} end={false} />);
    expect(page.box.textContent).toContain(words);
    page.unmount();
  });
});
