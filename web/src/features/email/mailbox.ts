/** Where the mailbox of an address opens in a browser, for the web-mail services many people use. */
const services: readonly (readonly [home: string, ...domains: string[]])[] = [
  ["https://mail.google.com/", "gmail.com", "googlemail.com"],
  ["https://outlook.live.com/mail/", "outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.com.gr", "hotmail.gr"],
  ["https://mail.yahoo.com/", "yahoo.com", "yahoo.gr", "ymail.com"],
  ["https://www.icloud.com/mail", "icloud.com", "me.com", "mac.com"],
  ["https://mail.proton.me/", "proton.me", "protonmail.com"],
  ["https://www.gmx.net/", "gmx.net", "gmx.de", "gmx.com"],
  ["https://webmail.otenet.gr/", "otenet.gr", "cosmotemail.gr"],
  ["https://webmail.forthnet.gr/", "forthnet.gr"],
  ["https://mail.yandex.ru/", "yandex.ru", "ya.ru", "yandex.com"],
  ["https://e.mail.ru/", "mail.ru", "inbox.ru", "bk.ru", "list.ru"],
  ["https://mail.rambler.ru/", "rambler.ru", "lenta.ru"],
  ["https://mail.qq.com/", "qq.com", "foxmail.com"],
  ["https://mail.163.com/", "163.com"],
  ["https://mail.126.com/", "126.com"],
  ["https://mail.sina.com.cn/", "sina.com", "sina.cn"],
  ["https://mail.sohu.com/", "sohu.com"],
];

/** The address of the mailbox's page, null when the service is not known. */
export function mailboxOf(email: string): string | null {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  // Nobody has a mailbox below .example (RFC 2606): only the development's people do.
  if (domain.endsWith(".example")) return "/dev/mail";
  return services.find(([, ...domains]) => domains.includes(domain))?.[0] ?? null;
}
