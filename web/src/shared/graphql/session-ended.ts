/** Whoever shows the page is told once when the server no longer knows who calls. */
type Listener = () => void;

const listeners = new Set<Listener>();

export const sessionEnded = {
  tell(): void {
    for (const listener of listeners) listener();
  },
  onTell(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
