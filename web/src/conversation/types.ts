/**
 * What both sides of a conversation see. The shapes are those of the contract
 * (schema.graphqls), so answers of the server fit without being copied.
 */

export type AuthorKind = "CUSTOMER" | "OPERATOR" | "SYSTEM";

export type MessageKind = "TEXT" | "DOCUMENT_REQUEST" | "DOCUMENT" | "REVIEW" | "DECISION" | "EVENT";

export type ConversationState = "QUEUED" | "ACTIVE" | "ON_HOLD" | "RESOLVED" | "CLOSED";

export type DocumentKind = "IDENTITY" | "BANK_CARD";

/** Sentences a customer finds ready; the log keeps the code, so that each side reads its own language. */
export const quickReplies = ["NOT_UNDERSTOOD", "NO_CAMERA", "CARD_EXPIRED", "PLEASE_WAIT"] as const;

export type QuickReply = (typeof quickReplies)[number];

export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** One row of the log. A TEXT has a body, every other kind a code with its detail. */
export interface Message {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** The UUID its sender chose. */
  readonly clientId: string;
  readonly authorKind: AuthorKind;
  readonly authorName: string;
  readonly mine: boolean;
  readonly kind: MessageKind;
  readonly body: string;
  readonly code: string;
  readonly detail: readonly Detail[];
  readonly redactedAt?: string | null;
  readonly createdAt: string;
}

/** A picture the support service waits for. */
export interface DocumentRequest {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly askedAt: string;
  readonly refusals: number;
}

/** A conversation without its messages. */
export interface Conversation {
  readonly id: string;
  readonly topic: "RECOVERY" | "CARD" | "PAYMENT" | "OTHER";
  readonly state: ConversationState;
  readonly proof: "MAILBOX_PROVED" | "SIGNED_IN";
  readonly locale: string;
  readonly customerName: string;
  readonly ownerName: string;
  /** Whether the caller owns it, as an operator. */
  readonly mine: boolean;
  readonly lastSeq: number;
  readonly lastAt: string;
  readonly preview: string;
  readonly queuedAt?: string | null;
  /** How many wait before it, while it waits. */
  readonly place?: number | null;
  readonly createdAt: string;
  readonly customerReadSeq: number;
  readonly operatorReadSeq: number;
  /** Only where they were asked for: events leave them out. */
  readonly documentRequests?: readonly DocumentRequest[] | undefined;
}

/** A page of the log, oldest first. */
export interface Page {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

/** The value of a detail, "" when it is not there. */
export function detailOf(message: Message, name: string): string {
  return message.detail.find((d) => d.name === name)?.value ?? "";
}
