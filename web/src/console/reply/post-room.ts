/**
 * Where replies wait for 5 seconds before they are appended, so that they can be
 * taken back, and where those go on being sent whose conversation is not open any
 * more. It lives as long as the desk; nothing in it ends by opening another
 * conversation.
 *
 * A reply that waits when the page goes becomes the conversation's draft when the page
 * is back: it was not seen leaving, so it does not leave by itself later.
 */
import { readDraft, writeDraft } from "../../conversation/draft";
import { hideNumbers } from "../../conversation/hide-numbers";
import type { Keep } from "../../conversation/keep";
import { Outbox } from "../../conversation/outbox";
import { Sender } from "../../conversation/sender";
import type { Source } from "../../conversation/source";

/** How long a reply can be taken back, in milliseconds. */
export const graceOf = 5_000;

export interface Held {
  readonly conversationId: string;
  readonly clientId: string;
  readonly body: string;
  /** When it goes, milliseconds since 1970. */
  readonly goesAt: number;
}

interface Deps {
  /** Where drafts and unsent messages are kept. */
  readonly keep: Keep;
  /** What this tab keeps over a reload, no other tab's. */
  readonly tabKeep: Keep;
  readonly send: Source["send"];
  readonly newId?: () => string;
}

export class PostRoom {
  private held: readonly Held[] = [];
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly open = new Map<string, (body: string) => void>();
  private readonly senders = new Map<string, Sender>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly deps: Deps) {
    this.recover();
  }

  /** What waits, oldest first. The same array until something changes. */
  readonly list = (): readonly Held[] => this.held;

  readonly onChange = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes a reply that goes after the grace. */
  post(conversationId: string, body: string): void {
    const clientId = (this.deps.newId ?? (() => crypto.randomUUID()))();
    const entry = { conversationId, clientId, body, goesAt: Date.now() + graceOf };
    this.timers.set(
      clientId,
      setTimeout(() => this.go(clientId), graceOf),
    );
    this.deps.tabKeep.set(`held.${clientId}`, JSON.stringify({ conversationId, body: hideNumbers(body) }));
    this.set([...this.held, entry]);
  }

  /** Takes a reply back: its text, or null when it has gone. */
  takeBack(clientId: string): string | null {
    const entry = this.drop(clientId);
    return entry?.body ?? null;
  }

  /** Sends a reply now. */
  go(clientId: string): void {
    const entry = this.drop(clientId);
    if (!entry) return;
    const send = this.open.get(entry.conversationId);
    if (send) send(entry.body);
    else this.sendBehind(entry);
  }

  /** A conversation is open and sends by itself; returns how to close it, after which its unsent ones are sent from here. */
  attach(conversationId: string, send: (body: string) => void): () => void {
    this.open.set(conversationId, send);
    this.senders.get(conversationId)?.stop();
    this.senders.delete(conversationId);
    return () => {
      if (this.open.get(conversationId) !== send) return;
      this.open.delete(conversationId);
      this.goOn(conversationId);
    };
  }

  /** The connection is back: what failed is tried at once. */
  poke(): void {
    for (const sender of this.senders.values()) sender.poke();
  }

  /** Stops everything; what waits or is unsent stays in the browser. */
  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    for (const sender of this.senders.values()) sender.stop();
    this.senders.clear();
  }

  /** What waited when the page went is a draft now. */
  private recover(): void {
    for (const name of this.deps.tabKeep.names("held.")) {
      const entry = parse(this.deps.tabKeep.get(name));
      this.deps.tabKeep.remove(name);
      if (!entry) continue;
      const draft = readDraft(this.deps.keep, entry.conversationId);
      writeDraft(this.deps.keep, entry.conversationId, draft === "" ? entry.body : `${entry.body}\n${draft}`);
    }
  }

  private sendBehind({ conversationId, clientId, body }: Held): void {
    new Outbox(this.deps.keep, conversationId).add({ clientId, body, writtenAt: new Date().toISOString() });
    this.goOn(conversationId);
  }

  /** Sends what a conversation's outbox has, until it is empty or the conversation is opened. */
  private goOn(conversationId: string): void {
    this.senders.get(conversationId)?.stop();
    this.senders.delete(conversationId);
    const outbox = new Outbox(this.deps.keep, conversationId);
    if (!outbox.next()) return;
    const sender = new Sender({
      outbox,
      random: Math.random,
      send: (entry) => this.deps.send({ conversationId, clientId: entry.clientId, body: entry.body }),
      sent: () => undefined,
      changed: () => {
        if (outbox.next() || this.senders.get(conversationId) !== sender) return;
        sender.stop();
        this.senders.delete(conversationId);
      },
    });
    this.senders.set(conversationId, sender);
    sender.start();
    sender.poke();
  }

  private drop(clientId: string): Held | undefined {
    clearTimeout(this.timers.get(clientId));
    this.timers.delete(clientId);
    this.deps.tabKeep.remove(`held.${clientId}`);
    const entry = this.held.find((e) => e.clientId === clientId);
    if (entry) this.set(this.held.filter((e) => e !== entry));
    return entry;
  }

  private set(held: readonly Held[]): void {
    this.held = held;
    this.listeners.forEach((listener) => listener());
  }
}

/** Reads what was kept; what is not ours is nothing. */
function parse(kept: string | null): { readonly conversationId: string; readonly body: string } | null {
  try {
    const value: unknown = JSON.parse(kept ?? "null");
    if (typeof value !== "object" || value === null) return null;
    const { conversationId, body } = value as Record<string, unknown>;
    return typeof conversationId === "string" && typeof body === "string" ? { conversationId, body } : null;
  } catch {
    return null;
  }
}
