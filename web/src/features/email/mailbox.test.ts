import { expect, it } from "vitest";
import { mailboxOf } from "./mailbox";
import services from "./mailboxes.json";

it.each([
  ["a big service", "nora@gmail.com", "https://mail.google.com/"],
  ["capitals are no difference", "Nora@GMail.com", "https://mail.google.com/"],
  ["a Greek service", "nora@otenet.gr", "https://webmail.otenet.gr/"],
  ["a Russian service", "nora@ya.ru", "https://mail.yandex.ru/"],
  ["a Chinese service", "nora@qq.com", "https://mail.qq.com/"],
  ["a Greek portal", "nora@in.gr", "https://mail.in.gr/"],
  ["a Greek provider of long ago", "nora@hol.gr", "https://webmail.hol.gr/"],
  ["a former name of Outlook", "nora@msn.com", "https://outlook.live.com/mail/"],
  ["one mailbox under another ending", "nora@yandex.kz", "https://mail.yandex.ru/"],
  ["another name of Mail.ru", "nora@bk.ru", "https://e.mail.ru/"],
  ["another name of QQ", "nora@foxmail.com", "https://mail.qq.com/"],
  ["a sister of 163 has a door of its own", "nora@126.com", "https://mail.126.com/"],
  ["an address of digits", "13800138000@139.com", "https://mail.10086.cn/"],
  ["Alibaba's", "nora@aliyun.com", "https://mail.aliyun.com/"],
  ["a German portal", "nora@web.de", "https://web.de/"],
  ["a part of a known name is another one", "nora@notgmail.com", null],
  ["the development's people", "nora@shop.example", "/dev/mail"],
  ["a domain of its own", "nora@papadaki.gr", null],
  ["a look-alike", "nora@gmail.com.evil.net", null],
  ["an @ in quotes", '"a@gmail.com"@evil.net', null],
  ["no address", "", null],
])("%s", (_, email, want) => {
  expect(mailboxOf(email)).toBe(want);
});

it("names every domain once, in small letters, and leads to https alone", () => {
  const domains = services.flatMap((service) => service.domains);
  expect(domains.filter((domain, i) => domains.indexOf(domain) !== i || domain !== domain.toLowerCase())).toEqual([]);
  for (const { home, name } of services) {
    expect(new URL(home).protocol, name).toBe("https:");
    expect(home.endsWith("/") || new URL(home).pathname.length > 1, name).toBe(true);
  }
});
