/** Where a conversation comes from: what the engine needs of the server, and no more. */
import type { SendProblem } from "./outbox";
import type { Typist } from "./typing";
import type { Conversation, Message, Page, QuickReply } from "./types";

/** The socket, as a person would put it. */
export type Connection = "connecting" | "connected" | "reconnecting" | "offline";

/** A value that changes, and those who want to know. */
export interface Changing<T> {
  value(): T;
  onChange(listener: () => void): () => void;
}

/** What became of a send. A problem that names a time is over by then. */
export type Sent =
  | { readonly message: Message; readonly masked: number }
  | { readonly problem: SendProblem; readonly retryAt?: string };

export interface Following {
  event(event: { readonly message: Message; readonly conversation: Conversation }): void;
  /** Somebody of the other side types, or has stopped. */
  typing(event: Typist & { readonly typing: boolean }): void;
  /** The server says now and then how far the log has come, by another way than the events. */
  reached(seq: number): void;
  /** The stream is over, with what the server said; the caller decides whether to follow anew. */
  ended(error: unknown): void;
}

/**
 * Every method rejects when the server could not be asked or answered with an
 * error: another try may work. Expected refusals are values.
 */
export interface Source {
  /** The conversation with its last page; null when there is none for the caller. */
  open(id: string): Promise<{ readonly conversation: Conversation; readonly page: Page } | null>;
  /** The conversation as it stands, with what it waits for. */
  head(id: string): Promise<Conversation | null>;
  page(id: string, where: { readonly after: number } | { readonly before: number }): Promise<Page>;
  send(input: { readonly conversationId: string; readonly clientId: string; readonly body: string; readonly quick?: QuickReply }): Promise<Sent>;
  markRead(id: string, seq: number): Promise<void>;
  /** Tells the other side that the caller types, or has stopped; nobody waits for it. */
  setTyping(id: string, typing: boolean): Promise<void>;
  /** Follows the log. `after` is asked again at every reconnect, so that nothing comes twice or is missed. */
  follow(id: string, after: () => number, sink: Following): () => void;
  readonly connection: Changing<Connection>;
}
