import { expect, it } from "vitest";
import { mailboxOf } from "./mailbox";

it.each([
  ["a big service", "nora@gmail.com", "https://mail.google.com/"],
  ["capitals are no difference", "Nora@GMail.com", "https://mail.google.com/"],
  ["a Greek service", "nora@otenet.gr", "https://webmail.otenet.gr/"],
  ["a Russian service", "nora@ya.ru", "https://mail.yandex.ru/"],
  ["a Chinese service", "nora@qq.com", "https://mail.qq.com/"],
  ["the development's people", "nora@shop.example", "/dev/mail"],
  ["a domain of its own", "nora@papadaki.gr", null],
  ["a look-alike", "nora@gmail.com.evil.net", null],
  ["an @ in quotes", '"a@gmail.com"@evil.net', null],
  ["no address", "", null],
])("%s", (_, email, want) => {
  expect(mailboxOf(email)).toBe(want);
});
