/** Tells the parts of the desk that something changed in a conversation: notes and labels have no row of the log. */
export class Bell {
  private readonly ears = new Map<string, Set<() => void>>();

  /** Calls the listener at every ring of a conversation; returns how to stop. */
  on(id: string, listener: () => void): () => void {
    const set = this.ears.get(id) ?? new Set();
    this.ears.set(id, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.ears.get(id) === set) this.ears.delete(id);
    };
  }

  ring(id: string): void {
    this.ears.get(id)?.forEach((listener) => listener());
  }

  /** What rang while nobody could hear it is not known: everybody looks again. */
  ringAll(): void {
    for (const set of this.ears.values()) set.forEach((listener) => listener());
  }
}
