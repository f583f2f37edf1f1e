// The payment's page in its states: as a guest, a customer, at the e-wallet, with a cash
// code, declined, over, held, frozen, offline. See support/gallery for what is asked of each.
import { type Page } from "@playwright/test";
import * as customer from "./support/customer";
import { withDatabase } from "./support/database";
import { Gallery, narrow, watchShifts } from "./support/gallery";
import { linkIn, mailTo } from "./support/mail";
import type { Program } from "./support/program";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";

test.use({ house: "gallery-pay", excuse: /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket connection/ });
test.describe.configure({ mode: "serial" });

const gallery = new Gallery("pay");
test.afterAll(() => gallery.close());

const phone = { viewport: narrow, hasTouch: true, isMobile: true, reducedMotion: "reduce" } as const;
const declined = "4000 0000 0000 0002";

/** Buys something in the demo shop; the payment's page opens. */
async function buy(page: Page, good = "Olive oil"): Promise<void> {
  await page.goto("/dev/shop/");
  await page.getByRole("listitem").filter({ hasText: good }).getByRole("button").click();
  await page.waitForURL(/\/pay$/);
  await stands(page, "OPEN");
}

async function stands(page: Page, state: string): Promise<void> {
  await expect(page.getByTestId("pay-state")).toHaveAttribute("data-state", state, { timeout: 20_000 });
}

async function choose(page: Page, way: RegExp): Promise<void> {
  await page.getByRole("radio", { name: way }).check();
}

/** The time of every payment that can still be paid is over, as if the shopper had been away. */
async function letTimePass(program: Program): Promise<void> {
  await withDatabase(program, async (client) => {
    await client.query("UPDATE payment SET expires_at = now() - interval '1 second' WHERE ended_at IS NULL");
    await client.query("UPDATE job SET run_at = now() WHERE kind = 'payment.tend'"); // its timer, set for then
  });
}

test("as a guest", async ({ person }) => {
  gallery.begin();
  const page = await person(phone);
  await watchShifts(page);
  await page.goto("/pay");
  await expect(page.getByTestId("pay-absent")).toBeVisible();
  await gallery.show(page, "pay-absent");
  await buy(page);
  await expect(page.getByRole("link", { name: "Sign in and pay" })).toBeVisible();
  await gallery.show(page, "pay-stranger", { wide: true });
  await choose(page, /^Another card/);
  await gallery.show(page, "pay-guest", { wide: true });
  const form = page.getByTestId("guest-card");
  await form.getByRole("button").click();
  await expect(form.getByLabel("Card number")).toHaveAttribute("aria-invalid", "true");
  await gallery.show(page, "pay-guest-errors");
  await form.getByLabel("Card number").fill(declined);
  await form.getByLabel("Good until").fill("12/31");
  await form.getByLabel("Security code").fill("123");
  await form.getByRole("button").click();
  await expect(page.getByRole("alert")).toContainText("The bank declined the card");
  await gallery.show(page, "pay-declined");
});

test("at the e-wallet, and in cash", async ({ person, program }) => {
  const page = await person(phone);
  await watchShifts(page);
  await buy(page);
  await choose(page, /^E-wallet/);
  await gallery.show(page, "pay-wallet");
  await page.getByRole("button", { name: "Go to the e-wallet" }).click();
  await expect(page.getByRole("heading", { name: "Demo e-wallet" })).toBeVisible();
  await page.goto("/pay"); // its page was closed
  await stands(page, "REDIRECTED");
  await gallery.show(page, "pay-redirected");
  await page.getByRole("button", { name: "Pay another way" }).click();
  await stands(page, "OPEN");

  await choose(page, /^Cash/);
  await gallery.show(page, "pay-cash-asked");
  await page.getByRole("button", { name: "Get a code" }).click();
  await stands(page, "AWAITING_CASH");
  await expect(page.getByTestId("pay-left")).toContainText(/^(24 hours|23 hours and \d+ minutes) left to pay\.$/);
  await gallery.show(page, "pay-cash", { wide: true });
  // On paper there are the sum, the code and its time, and nothing that can only be pressed.
  await page.emulateMedia({ media: "print" });
  await expect(page.getByTestId("cash-code").locator("span").first()).toBeVisible();
  await expect(page.getByTestId("pay-amount")).toBeVisible();
  await expect(page.getByText(/^Good until/)).toBeVisible();
  expect(await page.locator("button:visible, header:visible, [data-testid=pay-left]:visible").count()).toBe(0);
  await gallery.photographEnglish(page, "pay-cash-paper");
  await page.emulateMedia({ media: "screen" });
  await page.reload(); // what changed for the paper was no jump
  await stands(page, "AWAITING_CASH");

  // The time of the code passes while the page is open: the page learns it by itself.
  await letTimePass(program);
  await stands(page, "EXPIRED");
  await gallery.show(page, "pay-expired");
});

test("the last minutes, offline, and over", async ({ person, program }) => {
  const page = await person(phone);
  await watchShifts(page);
  await buy(page);
  await withDatabase(program, (client) => client.query("UPDATE payment SET expires_at = now() + interval '100 seconds' WHERE ended_at IS NULL"));
  await page.reload();
  await stands(page, "OPEN");
  await expect(page.getByTestId("pay-left")).toContainText(/^1:\d\d left to pay$/);
  const before = await page.getByTestId("pay-left").textContent();
  await expect(page.getByTestId("pay-left")).not.toHaveText(before ?? "");
  await choose(page, /^Another card/);
  const form = page.getByTestId("guest-card");
  await form.getByLabel("Card number").fill("5200 8282 8282 8210");
  await form.getByLabel("Good until").fill("12/31");
  await form.getByLabel("Security code").fill("123");
  await page.context().setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await form.getByRole("button").click();
  await expect(form.getByRole("alert")).toBeVisible();
  await expect(form.getByLabel("Card number")).toHaveValue("5200 8282 8282 8210"); // nothing typed is lost
  await gallery.showCovering(page, "pay-offline"); // the words of other languages are not there, either
  await page.context().setOffline(false);
  await expect(page.getByText("You are offline.")).toHaveCount(0);
  // Paid a moment too late: nothing is taken, and the page says so.
  await letTimePass(program);
  await form.getByRole("button").click();
  await stands(page, "EXPIRED");
  await expect(page.getByText("Nothing was taken from you")).toBeVisible();
});

test("with a card that has to be added first", async ({ person, program }) => {
  const page = await person(phone);
  await watchShifts(page);
  await page.goto("/auth/customer/start?next=/account");
  await logIn(page, "new", /\/confirm-email$/);
  await buy(page);
  await expect(page.getByRole("link", { name: "Complete the account" })).toBeVisible();
  await gallery.show(page, "pay-unfinished");
  await page.goto("/confirm-email");
  await page.getByRole("button", { name: "Send the mail" }).click();
  await expect(page.getByTestId("email-sent")).toBeVisible();
  await page.goto("about:blank");
  await page.goto(linkIn(await mailTo(program, "nora@shop.example", /Confirm your e-mail/), "/confirm"));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await expect(page.getByTestId("email-link-confirmed")).toBeVisible();
  await customer.completeQuestionnaire(page, async () => {});
  await page.goto("/pay");
  await expect(page.getByText("You have no saved card yet.")).toBeVisible();
  await gallery.show(page, "pay-no-card");
  await page.getByRole("link", { name: "Add a card" }).click();
  const form = page.getByTestId("add-card");
  await form.getByLabel("Card number").fill(customer.secrets.card.number);
  await form.getByLabel("Good until").fill("12/31");
  await form.getByLabel("Security code").fill(customer.secrets.card.cvc);
  await form.getByLabel("Payment password", { exact: true }).fill(customer.secrets.newcomer.password);
  await form.getByRole("button", { name: "Save the card" }).click();
  await expect(page.getByText("Mastercard •••• 4444 is saved.")).toBeVisible();
  await gallery.show(page, "cards-saved-before-paying");
  await page.getByRole("link", { name: "Back to the payment" }).click();
  await stands(page, "OPEN");
  const confirm = page.getByTestId("confirm-payment");
  await expect(confirm.getByRole("radio", { name: /4444/ })).toBeChecked();
  await gallery.show(page, "pay-saved", { wide: true });
  await confirm.getByLabel("Payment password").fill("not this one at all");
  await confirm.getByRole("button", { name: /^Pay/ }).click();
  await expect(confirm.getByRole("alert")).toContainText("4 tries are left");
  await gallery.show(page, "pay-saved-wrong");
  await confirm.getByLabel("Payment password").fill(customer.secrets.newcomer.password);
  await confirm.getByRole("button", { name: /^Pay/ }).click();
  await stands(page, "PAID");
  await gallery.show(page, "pay-paid");
});

test("held and frozen: another way is open, this one says until when", async ({ person, program }) => {
  const page = await person(phone);
  await watchShifts(page);
  const account = (set: string) => withDatabase(program, (client) => client.query(`UPDATE account SET ${set} WHERE email = 'eleni@shop.example'`));
  await page.goto("/auth/customer/start?next=/account");
  await logIn(page, "eleni", /\/account$/);
  await buy(page);
  await expect(page.getByTestId("confirm-payment")).toBeVisible();
  await account("held_until = now() + interval '24 hours'");
  await page.reload();
  await expect(page.getByText("Payments from your account wait until")).toBeVisible();
  await expect(page.getByTestId("confirm-payment")).toHaveCount(0);
  await gallery.show(page, "pay-held");
  await account("held_until = NULL, frozen_at = now()");
  await page.reload();
  await expect(page.getByText("Your account is held because")).toBeVisible();
  await gallery.show(page, "pay-frozen");
  await choose(page, /^Another card/);
  const form = page.getByTestId("guest-card");
  await form.getByLabel("Card number").fill("5200 8282 8282 8210");
  await form.getByLabel("Good until").fill("12/31");
  await form.getByLabel("Security code").fill("123");
  await form.getByRole("button").click();
  await stands(page, "PAID");
});
