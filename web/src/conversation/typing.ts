/**
 * Who types: what this page tells of its own field, and what it was told of the other
 * side. Neither is kept anywhere, and a word of it may be lost.
 */

/** While somebody writes it is told this often, in milliseconds: the server tells on one in 3 seconds. */
export const tellEvery = 3_500;
/** Who has pressed no key for so long writes no more. */
export const pausedAfter = 6_000;
/** What was told is over by itself after so long. */
export const overAfter = 10_000;

/** Says of a field's text when to tell that it is being written. */
export class TypingPace {
  private told = Number.NEGATIVE_INFINITY;
  private typing = false;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly tell: (typing: boolean) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** The field's text after a key; a blank one means that nothing is written any more. */
  wrote(text: string): void {
    clearTimeout(this.pause);
    if (text.trim() === "") {
      this.stop();
      return;
    }
    this.pause = setTimeout(() => this.stop(), pausedAfter);
    if (this.now() - this.told < tellEvery) return;
    this.told = this.now();
    this.typing = true;
    this.tell(true);
  }

  /** It was sent, given up, or the field is gone. */
  stop(): void {
    clearTimeout(this.pause);
    if (!this.typing) return;
    this.typing = false;
    this.tell(false);
  }
}

export interface Typist {
  readonly author: "CUSTOMER" | "OPERATOR" | "SYSTEM";
  /** "" where it is not known. */
  readonly name: string;
}

/** Who types on the other side, as it was told last; forgets it by itself. */
export class TypingHeard {
  private who: Typist | null = null;
  private over: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: (who: Typist | null) => void) {}

  heard({ author, name, typing }: Typist & { readonly typing: boolean }): void {
    if (typing) this.set({ author, name });
    else this.wrote(author);
  }

  /** A side has stopped, or its message has come. */
  wrote(author: Typist["author"]): void {
    if (this.who?.author === author) this.set(null);
  }

  clear(): void {
    if (this.who) this.set(null);
  }

  private set(who: Typist | null): void {
    clearTimeout(this.over);
    if (who) this.over = setTimeout(() => this.set(null), overAfter);
    const same = this.who?.author === who?.author && this.who?.name === who?.name;
    this.who = who;
    if (!same) this.changed(who);
  }
}
