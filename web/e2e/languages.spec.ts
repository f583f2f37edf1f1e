// The customer's pages in the languages people read: the browser's own, one that is
// chosen, and the mail that follows it.
import * as customer from "./support/customer";
import { looks } from "./support/look";
import { mailTo } from "./support/mail";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";

test.use({ house: "languages", excuse: /net::ERR_INTERNET_DISCONNECTED/ });

const languages = [
  { locale: "el-GR", lang: "el", name: "Ελληνικά", home: "Συνέχεια μέσω του καταστήματος", send: "Αποστολή μηνύματος", mail: /Επιβεβαιώστε το e-mail σας/, who: "nikos" },
  { locale: "ru-RU", lang: "ru", name: "Русский", home: "Продолжить через маркетплейс", send: "Отправить письмо", mail: /Подтвердите адрес электронной почты/, who: "ivan" },
  { locale: "zh-CN", lang: "zh-Hans", name: "中文", home: "使用商城账号继续", send: "发送邮件", mail: /请确认您的邮箱/, who: "mei" },
] as const;

for (const { locale, lang, home, send, mail, who } of languages) {
  test(`${lang}: the browser's language, in pages and mails`, async ({ person, program }, info) => {
    const look = looks(info);
    const page = await person({ ...customer.phone, viewport: { width: 360, height: 760 }, locale });
    await page.goto("/");
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await look(page, "home");
    await page.goto("/recover");
    await look(page, "recover");
    await page.goto("/");
    await page.getByRole("link", { name: home }).click();
    await logIn(page, who, /\/confirm-email$/);
    await page.getByRole("button", { name: send }).click();
    await mailTo(program, `${who}@shop.example`, mail);
    await look(page, "email");
    // Nothing is wider than the page.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  });
}

test("a language that is chosen stays chosen, and mails follow", async ({ person, program }) => {
  const page = await person(customer.phone);
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("combobox", { name: "Language" }).selectOption("ru");
  await expect(page.getByRole("link", { name: "Продолжить через маркетплейс" })).toBeVisible();
  await page.reload();
  await page.getByRole("link", { name: "Продолжить через маркетплейс" }).click();
  await logIn(page, "polyglot", /\/confirm-email$/);
  await page.getByRole("combobox", { name: "Язык" }).selectOption("zh");
  await page.getByRole("button", { name: "发送邮件" }).click();
  await mailTo(program, "polyglot@shop.example", /请确认您的邮箱/);
});

test("a language chosen without a connection comes with the next load", async ({ person }) => {
  const page = await person(customer.phone);
  await page.goto("/");
  const choice = page.getByRole("combobox", { name: "Language" });
  await expect(choice).toBeVisible();
  await page.context().setOffline(true);
  await choice.selectOption("el");
  await expect(page.getByText("Ελληνικά will be shown when this page is loaded again with a connection.")).toBeVisible();
  await expect(choice).toHaveValue("el");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.context().setOffline(false);
  await page.reload();
  await expect(page.getByRole("link", { name: "Συνέχεια μέσω του καταστήματος" })).toBeVisible();
});
