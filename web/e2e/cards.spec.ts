// The saved cards: a bank that says no, then yes; names, the default, duplicates, the last
// card gone; by keyboard alone; in four languages, light and dark, narrow and wide.
import type { Page } from "@playwright/test";
import * as customer from "./support/customer";
import { looks } from "./support/look";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";

test.use({ house: "cards" });
test.describe.configure({ mode: "serial" });

const { eleni } = customer.secrets;
const desk = { viewport: { width: 1280, height: 800 }, colorScheme: "dark" } as const;
const cards = "/auth/customer/start?next=/account/cards";

async function fill(page: Page, number: string, expiry = "12/31", cvc = "123"): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Good until").fill(expiry);
  await page.getByLabel("Security code").fill(cvc);
}

const save = (page: Page) => page.getByRole("button", { name: "Save the card" }).click();

test("a card the bank declines, then good ones", async ({ person }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  await page.goto(cards);
  await logIn(page, "eleni", /\/account\/cards$/);
  await page.getByRole("button", { name: "Add a card" }).click();
  await expect(page.getByLabel("Card number")).toBeFocused();
  await save(page);
  await expect(page.getByText("Please type the card number.")).toBeVisible();
  await look(page, "empty");
  await page.getByLabel("Payment password").fill(eleni.password);

  // Each answer stands beside the field it is about, and nothing typed is lost.
  for (const [number, label, says] of [
    ["4000 0000 0000 0002", "Card number", /The bank declined this card/],
    ["4000 0000 0000 9995", "Card number", /isn’t enough money/],
    ["4000 0000 0000 0069", "Good until", /has expired or has another date/],
    ["4000 0000 0000 0127", "Security code", /not the card’s security code/],
  ] as const) {
    await fill(page, number);
    await save(page);
    await expect(page.getByLabel(label)).toHaveAccessibleDescription(says);
    await expect(page.getByLabel(label)).toBeFocused();
    await expect(page.getByLabel("Card number")).toHaveValue(number);
    await expect(page.getByLabel("Payment password")).toHaveValue(eleni.password);
  }
  await look(page, "refused");
  await fill(page, "4000 0000 0000 0119");
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Nothing was saved");
  await look(page, "bank-down");

  // Wrong before the bank is asked.
  await fill(page, "4242 4242 4242 4241", "01/20", "12");
  await save(page);
  await expect(page.getByLabel("Card number")).toHaveAccessibleDescription(/a slip in the number/);
  await expect(page.getByLabel("Good until")).toHaveAccessibleDescription(/has expired/);
  await expect(page.getByLabel("Security code")).toHaveAccessibleDescription(/Three digits/);
  await look(page, "mistakes");

  await fill(page, "4111 1111 1111 1111");
  await save(page);
  await expect(page.getByTestId("cards").getByRole("status")).toContainText("Visa •••• 1111 is saved.");
  await expect(page.getByTestId("card")).toHaveCount(2);
  await look(page, "two");
});

test("the number is grouped and nobody fights over the caret", async ({ person }) => {
  const page = await person(desk);
  await page.goto(cards);
  await logIn(page, "eleni", /\/account\/cards$/);
  await page.getByRole("button", { name: "Add a card" }).click();
  const [number, network] = [page.getByLabel("Card number"), page.getByTestId("network")];
  await number.pressSequentially("4242424242424242");
  await expect(number).toHaveValue("4242 4242 4242 4242");
  await expect(network).toHaveText("Visa");
  await number.press("Home");
  await number.press("ArrowRight");
  await number.pressSequentially("99");
  await expect(number).toHaveValue("4992 4242 4242 4242 42");
  expect(await number.evaluate((e: HTMLInputElement) => e.selectionStart)).toBe(3);
  await number.press("Backspace");
  await number.press("Backspace");
  await expect(number).toHaveValue("4242 4242 4242 4242");
  expect(await number.evaluate((e: HTMLInputElement) => e.selectionStart)).toBe(1);
  for (const [typed, value, recognised] of [
    ["٤٢٤٢ ４２４２", "4242 4242", "Visa"],
    ["3782-822463-10005", "3782 822463 10005", "American Express"],
    ["4571 0000", "4571 0000", "Visa, also Dankort"],
    ["4035501000000008", "4035 5010 0000 0008", "Visa, also Cartes Bancaires"],
    ["6200000000000006", "6200 0000 0000 0006", /UnionPay\. The last digit doesn’t fit/],
    ["my card", "my card", "As it stands on the card."],
  ] as const) {
    await number.fill(typed);
    await expect(number).toHaveValue(value);
    await expect(network).toHaveText(recognised);
  }
  await number.fill("378282246310005");
  await expect(page.getByLabel("Security code")).toHaveAccessibleDescription("4 digits on the front");
});

test("a name, another default, a duplicate, and one after the other deleted", async ({ person }, info) => {
  const look = looks(info);
  const page = await person(desk);
  await page.goto(cards);
  await logIn(page, "eleni", /\/account\/cards$/);
  const [first, second] = [page.getByTestId("card").first(), page.getByTestId("card").filter({ hasText: "1111" })];
  await second.getByRole("button", { name: "Name Visa ending in 1111" }).click();
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill(`old ${customer.secrets.written}`);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog").getByText("Please don’t write a card number here.")).toBeVisible();
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("For holidays");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(second).toContainText("For holidays");

  await page.getByRole("button", { name: "Add a card" }).click();
  await fill(page, "4111-1111-1111-1111");
  await page.getByLabel("Payment password").fill(eleni.password);
  await save(page);
  await expect(page.getByRole("alert")).toContainText("It is Visa •••• 1111, “For holidays”.");
  await look(page, "duplicate");
  await page.getByRole("button", { name: "Show it" }).click();
  await expect(second).toBeFocused();

  await second.getByRole("button", { name: "Pay with Visa ending in 1111 by default" }).click();
  await expect(second).toContainText("Pays by default");
  await expect(first).not.toContainText("Pays by default");
  await second.getByRole("button", { name: "Delete Visa ending in 1111" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete this card?" });
  await expect(dialog).toContainText("It pays by default now.");
  await look(page, "delete");
  await dialog.getByText("Cancel", { exact: true }).click();
  await expect(page.getByTestId("card")).toHaveCount(2);
  await second.getByRole("button", { name: "Delete Visa ending in 1111" }).click();
  await dialog.getByRole("button", { name: "Delete the card" }).click();
  await expect(page.getByTestId("cards").getByRole("status")).toContainText(/1111 is deleted\. .+ pays by default now\./);
  await expect(page.getByTestId("cards").getByRole("status")).toBeFocused();
  await expect(page.getByTestId("card")).toHaveCount(1);
  await page.getByTestId("card").getByRole("button", { name: /^Delete/ }).click();
  await dialog.getByRole("button", { name: "Delete the card" }).click();
  await expect(page.getByTestId("no-cards")).toBeVisible();
  await look(page, "none");
});

test("by keyboard alone", async ({ person }) => {
  const page = await person(desk);
  await page.goto(cards);
  await logIn(page, "eleni", /\/account\/cards$/);
  const keys = page.keyboard;
  const tabTo = async (name: RegExp) => {
    for (let i = 0; i < 40; i++) {
      await keys.press("Tab");
      if (await page.evaluate((source) => new RegExp(source).test(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""), name.source)) return;
    }
    throw new Error(`the keyboard does not reach ${name.source}`);
  };
  await tabTo(/^Add a card$/);
  await keys.press("Enter");
  await expect(page.getByLabel("Card number")).toBeFocused();
  await keys.type("5555555555554444");
  await keys.press("Tab");
  await keys.type("1231");
  await keys.press("Tab");
  await keys.type("123");
  await keys.press("Tab");
  await keys.type(eleni.password);
  await keys.press("Enter");
  await expect(page.getByTestId("cards").getByRole("status")).toBeFocused();
  await expect(page.getByTestId("card")).toContainText("Mastercard •••• 4444");
  await tabTo(/^Name Mastercard/);
  await keys.press("Enter");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await keys.type("Keys");
  await keys.press("Enter");
  await expect(page.getByTestId("card")).toContainText("Keys");
  await tabTo(/^Delete Mastercard/);
  await keys.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await keys.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByTestId("card")).toHaveCount(1);
});

for (const locale of ["en-GB", "el-GR", "ru-RU", "zh-CN"]) {
  test(`${locale}: every state fits and can be read`, async ({ person }, info) => {
    const look = looks(info);
    for (const [name, options] of [
      ["narrow", { ...customer.phone, viewport: { width: 360, height: 800 } }],
      ["wide", desk],
    ] as const) {
      const page = await person({ ...options, locale });
      await page.goto(cards);
      await logIn(page, "eleni", /\/account\/cards$/);
      await expect(page.getByTestId("card")).toHaveCount(1);
      await look(page, `${locale}-${name}-list`);
      await page.getByTestId("card").getByRole("button").last().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await look(page, `${locale}-${name}-delete`);
      await page.keyboard.press("Escape");
      await page.getByTestId("cards").locator("button").last().click();
      await page.getByTestId("test-cards").locator("summary").click();
      await page.locator("[name=number]").fill("4571 0000 0000 0002");
      await page.locator("[name=expiry]").fill("01/20");
      await page.locator("[name=cvc]").fill("1");
      await page.locator("[name=payment-password]").fill("x");
      await page.locator("form [type=submit]").click();
      await expect(page.locator("[name=number]")).toHaveAttribute("aria-invalid", "true");
      await look(page, `${locale}-${name}-form`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    }
  });
}
