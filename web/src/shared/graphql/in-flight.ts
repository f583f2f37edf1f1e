/** Which questions to the server have no answer yet, so that a page can say that it is still working. */
import { mapExchange, type Exchange, type Operation } from "@urql/core";

type Listener = () => void;

/** After so long somebody wants to know that nothing is broken, in milliseconds (Nielsen's limits of attention lie at 1 and 10 s). */
export const slowAfter = 3_000;

/** Counts; tells its listeners when something is late, and when nothing is any more. */
export class InFlight {
  private readonly timers = new Map<number, ReturnType<typeof setTimeout> | null>();
  private readonly listeners = new Set<Listener>();

  begin(key: number): void {
    this.end(key);
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.set(key, null);
        this.tell();
      }, slowAfter),
    );
  }

  end(key: number): void {
    const timer = this.timers.get(key);
    if (timer === undefined) return;
    this.timers.delete(key);
    if (timer === null) this.tell();
    else clearTimeout(timer);
  }

  /** Whether an answer is late. */
  readonly late = (): boolean => [...this.timers.values()].includes(null);

  readonly onChange = (listener: Listener): Listener => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const inFlight = new InFlight();

/** Stands before the exchange that asks the server. Subscriptions have no end and don't count. */
export function inFlightExchange(counter: InFlight): Exchange {
  return mapExchange({
    onOperation(operation: Operation) {
      if (operation.kind === "teardown") counter.end(operation.key);
      else if (operation.kind !== "subscription") counter.begin(operation.key);
    },
    onResult(result) {
      counter.end(result.operation.key);
    },
  });
}
