/** Remembers the language that was chosen: for the pages here, and in a cookie for the server's first mails. */
const name = "walletdesk-language";
const year = 365 * 24 * 60 * 60; // seconds

export function keptLanguage(): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is forbidden
  }
}

export function keepLanguage(tag: string): void {
  document.cookie = `${name}=${tag}; Path=/; Max-Age=${year}; SameSite=Lax`;
  try {
    localStorage.setItem(name, tag);
  } catch {
    // Storage is forbidden: the choice holds until the page goes.
  }
}
