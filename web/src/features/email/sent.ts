/** Remembers for a tab that a mail was sent, and when the next one can be: a reload must not forget it. */
const name = "walletdesk.confirm";

export interface Sent {
  readonly email: string;
  /** RFC 3339. */
  readonly nextAt: string;
}

export function noteSent(sent: Sent): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(sent));
  } catch {
    // Storage is forbidden: the page itself still knows.
  }
}

/** What was sent to the address from this tab, null when nothing was. */
export function sentTo(email: string): Sent | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? "null");
    if (typeof kept !== "object" || kept === null || !("email" in kept) || !("nextAt" in kept)) return null;
    return kept.email === email && typeof kept.nextAt === "string" ? { email, nextAt: kept.nextAt } : null;
  } catch {
    return null;
  }
}
