/** Made-up messages and conversations for the tests of this folder. */
import type { Keep } from "./keep";
import type { Connection, Following, Sent, Source } from "./source";
import type { Conversation, Message, Page } from "./types";

/** A customer's text with a number. */
export function text(seq: number, body = `message ${seq}`, more: Partial<Message> = {}): Message {
  return {
    seq,
    clientId: `client-${seq}`,
    authorKind: "CUSTOMER",
    authorName: "Nikos Pappas",
    mine: false,
    kind: "TEXT",
    body,
    code: "",
    detail: [],
    redactedAt: null,
    createdAt: new Date(Date.UTC(2026, 0, 1, 12, 0, seq)).toISOString(),
    ...more,
  };
}

/** Something that happened, with a number. */
export function fact(seq: number, kind: Message["kind"], code: string, detail: Record<string, string> = {}): Message {
  return text(seq, "", {
    kind,
    code,
    authorKind: "SYSTEM",
    authorName: "",
    detail: Object.entries(detail).map(([name, value]) => ({ name, value })),
  });
}

/** A conversation that an operator owns. */
export function conversation(more: Partial<Conversation> = {}): Conversation {
  return {
    id: "c1",
    topic: "RECOVERY",
    state: "ACTIVE",
    proof: "MAILBOX_PROVED",
    locale: "en",
    customerName: "Nikos Pappas",
    ownerName: "Anna",
    mine: true,
    lastSeq: 1,
    lastAt: "2026-01-01T12:00:00Z",
    preview: "",
    queuedAt: null,
    place: null,
    createdAt: "2026-01-01T11:00:00Z",
    customerReadSeq: 0,
    operatorReadSeq: 0,
    ...more,
  };
}

/** A Keep of the page's memory. */
export function memoryKeep(): Keep {
  const words = new Map<string, string>();
  return {
    get: (name) => words.get(name) ?? null,
    set: (name, value) => void words.set(name, value),
    remove: (name) => void words.delete(name),
    names: (start) => [...words.keys()].filter((name) => name.startsWith(start)),
  };
}

/**
 * A server with one conversation: a real log behind a connection that a test cuts
 * and mends. It keeps the contract: numbers without gaps, one row for a client id,
 * replay after a number.
 */
export class TestServer implements Source {
  log: Message[] = [];
  head_: Conversation = conversation();
  cut = false;
  refuse: Sent | null = null;
  asked: string[] = [];
  marks: number[] = [];
  typed: boolean[] = [];
  followers = new Set<{ next: number; sink: Following }>();
  private state: Connection = "connected";
  private listeners = new Set<() => void>();

  readonly connection = {
    value: () => this.state,
    onChange: (listener: () => void) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    },
  };

  constructor(count = 0) {
    for (let i = 0; i < count; i++) this.append({});
  }

  /** Appends a row and tells the followers who are connected. */
  append(more: Partial<Message>): Message {
    const message = text(this.log.length + 1, undefined, more);
    this.log.push(message);
    this.head_ = { ...this.head_, lastSeq: message.seq };
    if (!this.cut) this.deliver();
    return message;
  }

  /** Cuts the connection, or mends it: followers get what they have missed. */
  setCut(cut: boolean): void {
    this.cut = cut;
    this.state = cut ? "reconnecting" : "connected";
    if (!cut) this.deliver();
    this.listeners.forEach((listener) => listener());
  }

  /** Loses every event of those who follow now. */
  deafen(): void {
    for (const follower of this.followers) follower.next = Number.POSITIVE_INFINITY;
  }

  open(): Promise<{ conversation: Conversation; page: Page } | null> {
    return this.answer("open", () => ({ conversation: this.head_, page: this.slice(this.log.slice(-50)) }));
  }

  head(): Promise<Conversation | null> {
    return this.answer("head", () => this.head_);
  }

  page(_: string, where: { after: number } | { before: number }): Promise<Page> {
    return this.answer("page", () =>
      "after" in where
        ? this.slice(this.log.slice(where.after, where.after + 50))
        : this.slice(this.log.slice(Math.max(0, where.before - 51), where.before - 1)),
    );
  }

  send(input: { clientId: string; body: string }): Promise<Sent> {
    return this.answer("send", () => {
      if (this.refuse) return this.refuse;
      const first = this.log.find((m) => m.clientId === input.clientId);
      return { message: first ?? this.append({ clientId: input.clientId, body: input.body, mine: true }), masked: 0 };
    });
  }

  markRead(_: string, seq: number): Promise<void> {
    return this.answer("read", () => void this.marks.push(seq));
  }

  setTyping(_: string, typing: boolean): Promise<void> {
    return this.answer("typing", () => void this.typed.push(typing));
  }

  /** Tells the followers that a side types, or has stopped. */
  types(author: Message["authorKind"], name: string, typing = true): void {
    for (const { sink } of this.followers) sink.typing({ author, name, typing });
  }

  follow(_: string, after: () => number, sink: Following): () => void {
    const follower = { next: after() + 1, sink };
    this.followers.add(follower);
    if (!this.cut) this.deliver();
    return () => this.followers.delete(follower);
  }

  private deliver(): void {
    for (const follower of this.followers) {
      while (follower.next <= this.log.length) {
        const message = this.log[follower.next++ - 1];
        if (message) follower.sink.event({ message, conversation: this.head_ });
      }
    }
  }

  private slice(messages: Message[]): Page {
    const hasOlder = (messages[0]?.seq ?? 1) > 1;
    return { messages, hasOlder, hasNewer: (messages.at(-1)?.seq ?? 0) < this.log.length };
  }

  /** Answers like a network does: later, or not at all. */
  private async answer<T>(what: string, make: () => T): Promise<T> {
    await Promise.resolve();
    if (this.cut) throw new Error("cut");
    this.asked.push(what);
    return make();
  }
}
