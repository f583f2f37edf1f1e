/** Sends what the outbox has, one after the other, until the server has said yes or no to each. */
import { waitAfter } from "./backoff";
import type { Outbox, Unsent } from "./outbox";
import type { Sent } from "./source";

interface Deps {
  readonly outbox: Outbox;
  readonly send: (entry: Unsent) => Promise<Sent>;
  /** The server has it. */
  readonly sent: (entry: Unsent, sent: Extract<Sent, { message: unknown }>) => void;
  readonly changed: () => void;
  readonly random: () => number;
}

export class Sender {
  private busy = false;
  private stopped = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: Deps) {}

  start(): void {
    this.stopped = false;
  }

  /** Tries now what waits: something was written, or the connection is back. */
  poke(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    void this.work();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async work(): Promise<void> {
    if (this.busy || this.stopped) return;
    this.busy = true;
    const wait = await this.sendAll();
    this.busy = false;
    if (wait > 0 && this.timer === undefined) this.later(wait);
  }

  /** Sends what waits and tells how long to wait before going on; 0 when nothing is left to do. */
  private async sendAll(): Promise<number> {
    for (let entry = this.pending(); entry; entry = this.pending()) {
      const wait = await this.attempt(entry);
      if (wait > 0) return wait;
    }
    return 0;
  }

  private pending(): Unsent | undefined {
    return this.stopped ? undefined : this.deps.outbox.next();
  }

  private later(wait: number): void {
    if (!this.stopped) this.timer = setTimeout(() => this.poke(), wait);
  }

  /** Sends one and tells how long to wait before going on, in milliseconds. */
  private async attempt(entry: Unsent): Promise<number> {
    let sent: Sent;
    try {
      sent = await this.deps.send(entry);
    } catch {
      return waitAfter(++this.failures, this.deps.random); // not asked, or not answered: the same id again
    }
    this.failures = 0;
    if ("message" in sent) {
      this.deps.outbox.remove(entry.clientId);
      this.deps.sent(entry, sent);
    } else if (sent.retryAt) {
      return Math.max(1_000, Date.parse(sent.retryAt) - Date.now());
    } else {
      this.deps.outbox.mark(entry.clientId, sent.problem);
    }
    this.deps.changed();
    return 0;
  }
}
