// Payments as a shopper meets them: from the demo shop to the wallet's page and back, by
// every way there is, with and without an account.
import { type Page } from "@playwright/test";
import * as customer from "./support/customer";
import { looks, type Look } from "./support/look";
import { searchFiles, searchRows } from "./support/secrets";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";

test.use({ house: "payment" });
test.describe.configure({ mode: "serial" });

const dark = { viewport: { width: 1280, height: 900 }, colorScheme: "dark" } as const;
const { eleni } = customer.secrets;
/** Typed by guests; declined, then good. Neither may be found anywhere. */
const guest = { declined: "4000 0000 0000 0002", good: "5200 8282 8282 8210", cvc: "694" };

/** Buys something in the demo shop; the payment's page opens. */
async function buy(page: Page, good: string): Promise<void> {
  await page.goto("/dev/shop/");
  await page.getByRole("listitem").filter({ hasText: good }).getByRole("button").click();
  await page.waitForURL(/\/pay$/); // the link's secret has left the address bar
  await stands(page, "OPEN");
}

async function stands(page: Page, state: string): Promise<void> {
  await expect(page.getByTestId("pay-state")).toHaveAttribute("data-state", state, { timeout: 20_000 });
}

/** Back to the shop, which knows by its webhook. */
async function shopSays(page: Page, words: string): Promise<void> {
  await page.getByRole("link", { name: "Back to the shop" }).click();
  await expect(page.getByTestId("order-state")).toContainText(words, { timeout: 20_000 });
}

async function typeCard(page: Page, number: string, expiry = "12/31"): Promise<void> {
  const form = page.getByTestId("guest-card");
  await form.getByLabel("Card number").fill(number);
  await form.getByLabel("Good until").fill(expiry);
  await form.getByLabel("Security code").fill(guest.cvc);
}

test("with a saved card and the payment password", async ({ person }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  await page.goto("/dev/shop/");
  await look(page);
  await buy(page, "Olive oil");
  await expect(page.getByTestId("pay-amount")).toHaveText("€12.50");
  await look(page);
  await page.getByRole("link", { name: "Sign in and pay" }).click();
  await logIn(page, "eleni", /\/pay$/);
  const form = page.getByTestId("confirm-payment");
  await expect(form.getByRole("radio", { name: /4242/ })).toBeChecked();
  await look(page, "pay-saved");

  await form.getByRole("button", { name: "Pay €12.50" }).click();
  await expect(form.getByLabel("Payment password")).toBeFocused();
  await form.getByLabel("Payment password").fill("not this one at all");
  await form.getByRole("button", { name: "Pay €12.50" }).click();
  await expect(form.getByRole("alert")).toContainText("4 tries are left");
  await look(page);

  // Two tabs: what one pays, the other learns.
  const other = await page.context().newPage();
  await other.goto("/account");
  await expect(other.getByTestId("account")).toBeVisible();
  await form.getByLabel("Payment password").fill(eleni.password);
  await form.getByRole("button", { name: "Pay €12.50" }).dblclick();
  await stands(page, "PAID");
  await expect(page.getByText("Paid with Visa •••• 4242.")).toBeVisible();
  await look(page);
  await page.reload();
  await stands(page, "PAID");
  await shopSays(page, "Paid");
  await page.goBack();
  await stands(page, "PAID");
  await other.reload();
  await expect(other.getByTestId("payments").getByRole("listitem")).toContainText(["€12.50"]);
  await look(other);
  await other.close();
});

test("as a guest, with a card that is kept nowhere", async ({ person }, info) => {
  const look = looks(info);
  const page = await person(dark);
  await buy(page, "Green tea");
  await expect(page.getByTestId("pay-amount")).toHaveText("JP¥980");
  await page.getByRole("radio", { name: /^Another card/ }).check();
  const form = page.getByTestId("guest-card");
  await form.getByRole("button", { name: "Pay JP¥980" }).click();
  await expect(form.getByLabel("Card number")).toBeFocused();
  await typeCard(page, "5555 5555 5555 4440");
  await form.getByRole("button", { name: "Pay JP¥980" }).click();
  await expect(form.getByLabel("Card number")).toHaveAttribute("aria-invalid", "true");
  await expect(form.getByLabel("Good until")).toHaveValue("12/31");
  await look(page);

  await typeCard(page, guest.declined);
  await form.getByRole("button", { name: "Pay JP¥980" }).click();
  await expect(page.getByRole("alert")).toContainText("The bank declined the card");
  await look(page, "pay-declined");
  await typeCard(page, guest.good);
  await form.getByRole("button", { name: "Pay JP¥980" }).click();
  await stands(page, "PAID");
  await shopSays(page, "Paid");
});

test("by keyboard alone", async ({ person }) => {
  const page = await person(dark);
  await page.goto("/dev/shop/");
  await tabTo(page, page.getByRole("button", { name: "Buy Mug" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/pay$/);
  await stands(page, "OPEN");
  await tabTo(page, page.getByRole("radio", { name: /^A saved card/ }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^Another card/ })).toBeChecked();
  await tabTo(page, page.getByLabel("Card number"));
  await page.keyboard.type(guest.good.replaceAll(" ", ""));
  await expect(page.getByLabel("Card number")).toHaveValue(guest.good);
  await page.keyboard.press("Tab");
  await page.keyboard.type("1231");
  await page.keyboard.press("Tab");
  await page.keyboard.type(guest.cvc);
  await page.keyboard.press("Enter");
  await stands(page, "PAID");
});

async function tabTo(page: Page, target: ReturnType<Page["getByRole"]>): Promise<void> {
  await target.waitFor();
  for (let i = 0; i < 40; i++) {
    if (await target.evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the keyboard does not come to it");
}

test("with an e-wallet: declined there, then approved", async ({ person }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  await buy(page, "Reading lamp");
  await page.getByRole("radio", { name: /^E-wallet/ }).check();
  await look(page);
  await page.getByRole("button", { name: "Go to the e-wallet" }).click();
  await expect(page.getByRole("heading", { name: "Demo e-wallet" })).toBeVisible();
  await page.getByRole("button", { name: "Decline" }).click();
  await page.waitForURL(/\/pay$/);
  await expect(page.getByRole("alert")).toContainText("The e-wallet was not used");
  await page.getByRole("radio", { name: /^E-wallet/ }).check();
  await page.getByRole("button", { name: "Go to the e-wallet" }).click();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.waitForURL(/\/pay$/);
  await stands(page, "PAID");
  await shopSays(page, "Paid");
});

test("in cash: a code, paid at a point, and the page knows", async ({ person, baseURL }, info) => {
  const look = looks(info);
  const [page, point] = [await person(customer.phone), await person()];
  await buy(page, "Olive oil");
  await page.getByRole("radio", { name: /^Cash/ }).check();
  await page.getByRole("button", { name: "Get a code" }).click();
  await stands(page, "AWAITING_CASH");
  await look(page, "pay-cash");
  const code = (await page.getByTestId("cash-code").locator("span").first().textContent()) ?? "";
  await point.goto(`${baseURL}/dev/till/cash`);
  await point.getByLabel("The customer’s code").fill(code.toLowerCase());
  await point.getByRole("button", { name: "Look it up" }).click();
  await point.getByRole("button", { name: "Money taken" }).click();
  await expect(point.getByText("Paid. The wallet knows.")).toBeVisible();
  await stands(page, "PAID"); // by itself
  await look(page);
});

test("taken back by the shop while the page is open, and no link at all", async ({ person }, info) => {
  const look: Look = looks(info);
  const [page, shop] = [await person(dark), await person()];
  await buy(page, "Olive oil");
  await page.getByRole("radio", { name: /^Cash/ }).check();
  await page.getByRole("button", { name: "Get a code" }).click();
  await stands(page, "AWAITING_CASH");
  await page.getByRole("button", { name: "Pay another way" }).click();
  await stands(page, "OPEN");
  await shop.goto("/dev/shop/");
  await shop.getByRole("link", { name: "Olive oil" }).first().click();
  await shop.getByRole("button", { name: "Take the order back" }).click();
  await expect(shop.getByTestId("order-state")).toContainText("Taken back");
  await page.getByRole("radio", { name: /^Another card/ }).check();
  await typeCard(page, guest.good);
  await page.getByTestId("guest-card").getByRole("button", { name: /^Pay/ }).click();
  await stands(page, "CANCELLED");
  await look(page);

  const lost = await person(customer.phone);
  await lost.goto("/pay");
  await expect(lost.getByTestId("pay-absent")).toBeVisible();
  await look(lost);
});

test("no guest's card is kept", async ({ program }) => {
  const plain = (number: string) => number.replaceAll(" ", "");
  // The declined number's middle is eight zeros, which stand everywhere.
  const texts = [guest.declined, plain(guest.declined), guest.good, plain(guest.good), plain(guest.good).slice(4, 12)];
  const needles = texts.map((text) => ({ name: "a guest's card", text }));
  const rows = await searchRows(program, needles, guest.cvc);
  expect(rows.found).toEqual([]);
  await program.stop();
  const files = searchFiles(program, needles);
  expect(files.found).toEqual([]);
  expect(files.looked).toBeGreaterThan(200);
});
