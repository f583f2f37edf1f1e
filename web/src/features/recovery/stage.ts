/**
 * From the state of a recovery to the page that goes with it. The server's state
 * machine decides; this tells which of its steps the person sees, and how far along
 * the way that is.
 */
export type FlowState =
  | "REQUESTED"
  | "LINK_CONFIRMED"
  | "SIGNED_IN"
  | "ANSWERED"
  | "ESCALATED"
  | "RESET_APPROVED"
  | "PASSWORD_SET"
  | "DONE"
  | "EXPIRED"
  | "LOCKED"
  | "CANCELLED"
  | "SUPERSEDED"
  | "FROZEN"
  | "DECLINED";

/** What decides which page is shown. */
export interface Flow {
  readonly state: FlowState;
  readonly freshSignIn: boolean;
  readonly conversationId?: string | null | undefined;
}

/**
 * begin: ask for a mail. sign-in, answers, password: the steps. approved-sign-in:
 * a fresh sign-in before the password, after an operator's help. support: the chat
 * has it. locked: only the chat can help. done: the password is set. ended: over.
 */
export type Stage = "begin" | "sign-in" | "answers" | "password" | "approved-sign-in" | "support" | "locked" | "done" | "ended";

/** The page of a flow; null stands for a browser that holds none. */
export function stageOf(flow: Flow | null): Stage {
  if (!flow) return "begin";
  switch (flow.state) {
    case "REQUESTED":
      return "begin";
    case "LINK_CONFIRMED":
      return "sign-in";
    case "SIGNED_IN":
      return "answers";
    case "ANSWERED":
      return "password";
    case "RESET_APPROVED":
      return flow.freshSignIn ? "password" : "approved-sign-in";
    case "ESCALATED":
      return "support";
    case "LOCKED":
      return "locked";
    case "PASSWORD_SET":
    case "DONE":
      return "done";
    case "EXPIRED":
    case "CANCELLED":
    case "SUPERSEDED":
    case "FROZEN":
    case "DECLINED":
      return "ended";
  }
}

/** The four steps somebody sees above the page. */
export const ways = {
  answers: ["mail", "sign-in", "answers", "password"],
  support: ["mail", "support", "sign-in", "password"],
} as const;

export interface Progress {
  readonly way: keyof typeof ways;
  /** How many steps are behind; the next one is under way. 4 when all are. */
  readonly behind: 0 | 1 | 2 | 3 | 4;
}

/** How far a flow has come; null where a way back is no longer gone. */
export function progressOf(flow: Flow | null): Progress | null {
  const way = flow?.conversationId == null ? "answers" : "support";
  switch (stageOf(flow)) {
    case "begin":
      return { way: "answers", behind: 0 };
    case "sign-in":
      return { way: "answers", behind: 1 };
    case "answers":
      return { way: "answers", behind: 2 };
    case "support":
      return { way: "support", behind: 1 };
    case "approved-sign-in":
      return { way: "support", behind: 2 };
    case "password":
      return { way, behind: 3 };
    case "done":
      return { way, behind: 4 };
    case "locked":
    case "ended":
      return null;
  }
}

/** Whether the chat may take the flow over: from these states the server lets it. */
export function escalatable(flow: Flow | null): boolean {
  return flow !== null && ["LINK_CONFIRMED", "SIGNED_IN", "LOCKED", "ESCALATED"].includes(flow.state);
}

/** Whether it can still be given up. */
export function cancellable(flow: Flow): boolean {
  return ["LINK_CONFIRMED", "SIGNED_IN", "ANSWERED", "LOCKED", "ESCALATED", "RESET_APPROVED"].includes(flow.state);
}
