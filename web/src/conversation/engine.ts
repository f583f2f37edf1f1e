/**
 * A conversation as one page sees it: the log, what is unsent, how the connection
 * stands. Knows no framework; use-conversation.ts shows it to React.
 *
 *     open ──▶ follow(after last seq) ──event──▶ merge ──gap──▶ page(after) ─┐
 *       ▲            │ ended                       ▲────────────────────────┘
 *       └─ backoff ◀─┘
 *
 * Invariants: the messages shown are a run without gap or duplicate; a message is
 * shown either as unsent or from the log, never as both; following always goes on
 * after the last message of the run.
 */
import { waitAfter } from "./backoff";
import type { Keep } from "./keep";
import { emptyLog, firstSeq, lastSeq, merge, missing, startLog, type Log } from "./log";
import { Outbox, type Unsent } from "./outbox";
import { Sender } from "./sender";
import type { Connection, Source } from "./source";
import { TypingHeard, TypingPace, type Typist } from "./typing";
import { detailOf, type Conversation, type Message, type QuickReply } from "./types";

/** What a page shows. A new object whenever something changed. */
export interface Snapshot {
  /** absent: there is no such conversation for the caller. */
  readonly status: "loading" | "ready" | "absent" | "failed";
  readonly conversation: Conversation | null;
  readonly messages: readonly Message[];
  readonly unsent: readonly Unsent[];
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  readonly connection: Connection;
  /** How many card numbers the server hid in the last own message; 0 for none. */
  readonly masked: number;
  /** Number of the last row that is not a text: what stands beside the thread may have changed. */
  readonly factSeq: number;
  /** Who types on the other side. */
  readonly typing: Typist | null;
}

export interface EngineDeps {
  readonly source: Source;
  readonly keep: Keep;
  readonly random?: () => number;
  readonly newId?: () => string;
}

/** Marks of reading and places in the queue come with no row of the log: they are asked for. */
const headEvery = 10_000;
/** Events that come this near to another are shown together, in milliseconds. */
const burst = 50;
/** What the server says there is and what has come may differ for so long, in milliseconds. */
const onItsWay = 3_000;
/** Of more messages than the first figure the last of the second are kept, while nobody reads above. */
const many = 400;
const kept = 200;

export class Engine {
  private log: Log = emptyLog;
  private shown: Snapshot;
  private readonly listeners = new Set<() => void>();
  private readonly outbox: Outbox;
  private readonly sender: Sender;
  private readonly random: () => number;
  private readonly pace: TypingPace;
  private readonly heard = new TypingHeard((typing) => this.show({ typing }));
  private running = 0;
  private failures = 0;
  private read = 0;
  private filling = false;
  private ends: (() => void)[] = [];
  private burst: { readonly message: Message; readonly conversation: Conversation }[] = [];
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly id: string,
    private readonly deps: EngineDeps,
  ) {
    this.random = deps.random ?? Math.random;
    this.outbox = new Outbox(deps.keep, id);
    this.sender = new Sender({
      outbox: this.outbox,
      random: this.random,
      send: (entry) => deps.source.send({ conversationId: id, clientId: entry.clientId, body: entry.body, ...(entry.quick && { quick: entry.quick }) }),
      sent: (_, { message, masked }) => {
        this.take([message]);
        if (masked > 0) this.show({ masked });
      },
      changed: () => this.show({}),
    });
    this.pace = new TypingPace((typing) => {
      deps.source.setTyping(id, typing).catch(() => undefined); // it may be lost
    });
    this.shown = {
      status: "loading",
      conversation: null,
      messages: [],
      unsent: this.outbox.list(),
      hasOlder: false,
      loadingOlder: false,
      connection: deps.source.connection.value(),
      masked: 0,
      factSeq: 0,
      typing: null,
    };
  }

  readonly snapshot = (): Snapshot => this.shown;

  readonly onChange = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Begins to load and follow; returns how to stop. */
  start(): () => void {
    const run = ++this.running;
    this.sender.start();
    this.ends = [this.deps.source.connection.onChange(() => this.connectionChanged())];
    const timer = setInterval(() => void this.refreshHead(false), headEvery);
    this.ends.push(() => clearInterval(timer));
    void this.load(run);
    return () => {
      this.running++;
      clearTimeout(this.resting);
      this.resting = undefined;
      this.burst = [];
      this.sender.stop();
      this.pace.stop();
      this.heard.clear();
      this.ends.forEach((end) => end());
    };
  }

  /** Sends a text: it is shown at once. */
  send(body: string, quick?: QuickReply): void {
    const clientId = (this.deps.newId ?? (() => crypto.randomUUID()))();
    this.outbox.add({ clientId, body, writtenAt: new Date().toISOString(), ...(quick && { quick }) });
    this.show({ masked: 0 });
    this.sender.poke();
  }

  /** What stands in the field after a key, "" once it was sent: tells whoever it is for. */
  writes(text: string): void {
    const state = this.shown.conversation?.state;
    // While it waits or is over nobody is there to be told.
    if (state === "ACTIVE" || state === "ON_HOLD") this.pace.wrote(text);
    else this.pace.stop();
  }

  /** Tries a refused one again. */
  retry(clientId: string): void {
    this.outbox.mark(clientId);
    this.show({});
    this.sender.poke();
  }

  /** Gives an unsent one up. */
  discard(clientId: string): void {
    this.outbox.remove(clientId);
    this.show({});
  }

  /** The notice about hidden numbers was read. */
  dismissMasked(): void {
    this.show({ masked: 0 });
  }

  /** Loads the page before the first message shown. */
  async loadOlder(): Promise<void> {
    if (!this.shown.hasOlder || this.shown.loadingOlder) return;
    const run = this.running;
    this.show({ loadingOlder: true });
    try {
      const page = await this.deps.source.page(this.id, { before: firstSeq(this.log) });
      if (run !== this.running) return;
      this.log = merge(this.log, page.messages);
      this.show({ loadingOlder: false, hasOlder: firstSeq(this.log) > 1 });
    } catch {
      if (run === this.running) this.show({ loadingOlder: false }); // scrolling there again asks again
    }
  }

  /** Lets go of what is far above the end; scrolling there loads it again. */
  trim(): void {
    if (this.log.messages.length <= many) return;
    this.log = { ...this.log, messages: this.log.messages.slice(-kept) };
    this.show({ hasOlder: true });
  }

  /** The last message is before somebody's eyes. */
  async markRead(): Promise<void> {
    const seq = lastSeq(this.log);
    if (seq <= this.read) return;
    const before = this.read;
    this.read = seq;
    try {
      await this.deps.source.markRead(this.id, seq);
    } catch {
      this.read = before; // the next look marks it
    }
  }

  /** Takes a conversation that a mutation answered with. */
  takeHead(conversation: Conversation): void {
    const held = this.shown.conversation;
    if (conversation.id !== this.id || (held && held.lastSeq > conversation.lastSeq)) return;
    this.show({
      conversation: { ...conversation, documentRequests: conversation.documentRequests ?? held?.documentRequests },
    });
  }

  private async load(run: number): Promise<void> {
    try {
      const opened = await this.deps.source.open(this.id);
      if (run !== this.running) return;
      if (!opened) {
        this.show({ status: "absent" });
        return;
      }
      this.failures = 0;
      this.log = startLog(opened.page.messages);
      this.show({
        status: "ready",
        conversation: opened.conversation,
        hasOlder: opened.page.hasOlder,
        factSeq: this.log.messages.findLast((m) => m.kind !== "TEXT")?.seq ?? 0,
      });
      this.arrived(this.log.messages);
      this.follow(run);
      this.sender.poke();
    } catch {
      if (run !== this.running) return;
      this.show({ status: this.shown.status === "ready" ? "ready" : "failed" });
      this.later(run, () => void this.load(run));
    }
  }

  private follow(run: number): void {
    let over = false;
    const unfollow = this.deps.source.follow(this.id, () => lastSeq(this.log), {
      event: ({ message, conversation }) => {
        if (run !== this.running) return;
        this.failures = 0;
        this.burst.push({ message, conversation });
        if (!this.resting) this.takeBurst();
      },
      typing: (event) => {
        if (run === this.running) this.heard.heard(event);
      },
      // More than has come: events that are still missing after a while were lost.
      reached: (seq) => {
        const lost = () => !over && run === this.running && lastSeq(this.log) < seq;
        if (!lost()) return;
        setTimeout(() => {
          if (!lost()) return;
          stop();
          this.follow(run);
        }, onItsWay);
      },
      ended: () => {
        if (run !== this.running) return;
        this.later(run, () => void this.followAnew(run));
      },
    });
    const stop = () => {
      over = true;
      unfollow();
    };
    this.ends.push(stop);
  }

  /** A stream that the server ended may have ended because the caller lost the conversation. */
  private async followAnew(run: number): Promise<void> {
    try {
      const head = await this.deps.source.head(this.id);
      if (run !== this.running) return;
      if (!head) {
        this.show({ status: "absent" });
        return;
      }
      this.takeHead(head);
      this.follow(run);
    } catch {
      if (run === this.running) this.later(run, () => void this.followAnew(run));
    }
  }

  /** The first event of a burst is shown at once, the rest together: a flood is drawn 20 times a second. */
  private takeBurst(): void {
    const events = this.burst;
    this.burst = [];
    const latest = events.at(-1);
    if (!latest) return;
    this.takeHead(latest.conversation);
    for (const { message } of events) this.heard.wrote(message.authorKind);
    this.take(events.map((event) => event.message));
    this.resting = setTimeout(() => {
      this.resting = undefined;
      this.takeBurst();
    }, burst);
  }

  private later(run: number, act: () => void): void {
    const timer = setTimeout(() => {
      if (run === this.running) act();
    }, waitAfter(++this.failures, this.random));
    this.ends.push(() => clearTimeout(timer));
  }

  private take(messages: readonly Message[]): void {
    const before = lastSeq(this.log);
    this.log = merge(this.log, messages);
    this.arrived(messages);
    const facts = this.log.messages.filter((m) => m.seq > before && m.kind !== "TEXT");
    this.show({ factSeq: facts.at(-1)?.seq ?? this.shown.factSeq });
    if (facts.length > 0) void this.refreshHead(true);
    for (const fact of facts) if (fact.code === "REDACTED") void this.reread(Number(detailOf(fact, "seq")));
    if (missing(this.log)) void this.fill();
  }

  /** What is in the log is not unsent any more. */
  private arrived(messages: readonly Message[]): void {
    const gone = messages.filter((m) => m.mine && this.outbox.remove(m.clientId));
    if (gone.length > 0) this.show({});
  }

  /** Reads what lies between the run and what came ahead of it. */
  private async fill(): Promise<void> {
    if (this.filling) return;
    this.filling = true;
    const run = this.running;
    try {
      for (let gap = missing(this.log); gap && run === this.running; gap = missing(this.log)) {
        const page = await this.deps.source.page(this.id, { after: gap.after });
        this.take(page.messages);
        if (lastSeq(this.log) <= gap.after) break; // the next event asks again
      }
    } catch {
      if (run === this.running) this.later(run, () => void this.fill());
    } finally {
      this.filling = false;
    }
  }

  /** A message was overwritten: its new copy takes the place of the old one. */
  private async reread(seq: number): Promise<void> {
    if (!(seq >= firstSeq(this.log))) return;
    try {
      const page = await this.deps.source.page(this.id, { after: seq - 1 });
      this.log = merge(this.log, page.messages);
      this.show({});
    } catch {
      this.later(this.running, () => void this.reread(seq));
    }
  }

  private async refreshHead(needed: boolean): Promise<void> {
    const run = this.running;
    const held = this.shown.conversation;
    if (!held || (!needed && !this.wantsHead(held))) return;
    try {
      const head = await this.deps.source.head(this.id);
      if (head && run === this.running) this.takeHead(head);
    } catch {
      // the next event or the next round brings it
    }
  }

  private wantsHead(held: Conversation): boolean {
    if (document.visibilityState === "hidden") return false;
    if (held.state === "QUEUED") return true;
    const own = this.log.messages.findLast((m) => m.mine);
    if (!own) return false;
    return own.seq > (own.authorKind === "CUSTOMER" ? held.operatorReadSeq : held.customerReadSeq);
  }

  private connectionChanged(): void {
    const connection = this.deps.source.connection.value();
    const back = connection === "connected" && this.shown.connection !== "connected";
    this.show({ connection });
    if (connection !== "connected") this.heard.clear();
    if (!back || this.shown.status !== "ready") return;
    this.sender.poke();
    void this.refreshHead(true);
  }

  private show(change: Partial<Snapshot>): void {
    this.shown = { ...this.shown, messages: this.log.messages, unsent: this.outbox.list(), ...change };
    this.listeners.forEach((listener) => listener());
  }
}
