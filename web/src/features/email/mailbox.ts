/** Where the mailbox of an address opens in a browser, for the web-mail services many people use. */
import services from "./mailboxes.json";

const homes: ReadonlyMap<string, string> = new Map(services.flatMap(({ home, domains }) => domains.map((domain) => [domain, home] as const)));

/** The address of the mailbox's page, null when the service is not known. */
export function mailboxOf(email: string): string | null {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  // Nobody has a mailbox below .example (RFC 2606): only the development's people do.
  if (domain.endsWith(".example")) return "/dev/mail";
  return homes.get(domain) ?? null;
}
