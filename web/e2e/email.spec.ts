// S2, the address's confirmation: the address corrected, the mail sent and sent again, its
// code, its link, and what every link that can't be used shows.
import { type Page } from "@playwright/test";
import * as customer from "./support/customer";
import { forgetThrottle, withDatabase } from "./support/database";
import { expectFocusKept, logInByKeyboard, pressOn, typeInto } from "./support/keyboard";
import { looks } from "./support/look";
import { codeIn, linkIn, mailsTo, mailTo } from "./support/mail";
import type { Program } from "./support/program";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";

test.use({ house: "email" });
test.describe.configure({ mode: "serial" });

const dark = { viewport: { width: 1280, height: 800 }, colorScheme: "dark", reducedMotion: "reduce" } as const;
const subject = /Confirm your e-mail/;

test("an address corrected, a mail sent again after the wait, and its code typed", async ({ person, program }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  await page.clock.install();
  await page.goto("/auth/customer/start?next=/account");
  await logIn(page, "otto", /\/confirm-email$/);
  const address = page.getByRole("textbox", { name: "E-mail address" });
  const send = page.getByRole("button", { name: "Send the mail" });
  await expect(address).toHaveValue("otto@shop.example");
  await address.fill("otto at home");
  await send.click();
  await expect(address).toHaveAccessibleDescription(/./);
  await expect(address).toHaveValue("otto at home");
  await look(page);

  // The mailbox of a service many people use is one press away.
  await address.fill("otto@gmail.com");
  await send.click();
  await expect(page.getByTestId("email-sent")).toContainText("otto@gmail.com");
  const mailbox = page.getByRole("link", { name: "Open my mailbox" });
  await expect(mailbox).toHaveAttribute("href", "https://mail.google.com/");
  await expect(mailbox).toHaveAttribute("target", "_blank");

  await page.getByRole("button", { name: "Change the address" }).click();
  await expect(address).toHaveValue("otto@gmail.com");
  const home = "otto@home.gr";
  await address.fill(home);
  await send.click();
  await expect(page.getByTestId("email-sent")).toContainText(home);
  await expect(mailbox).toHaveCount(0); // nobody knows where that one is
  const first = await mailTo(program, home, subject);

  const waiting = page.getByRole("button", { name: /^Send again in \d+ seconds$/ });
  await expect(waiting).toBeDisabled();
  await look(page);
  await page.reload(); // forgets nothing of it
  await expect(waiting).toBeDisabled();
  await page.clock.fastForward(61_000);
  const again = page.getByRole("button", { name: "Send again", exact: true });
  // A clock that runs ahead helps nobody: the server has its own.
  await again.click();
  await expect(page.getByRole("alert")).toContainText("asked several times");
  await look(page);
  await forgetThrottle(program);
  await again.click();
  await expect.poll(async () => (await mailsTo(program, home)).length).toBe(2);
  await expect(page.getByRole("alert")).toHaveCount(0);

  const code = page.getByLabel("Code from the mail");
  await code.fill(codeIn(first));
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText(/not the code of the last mail.*tries are left/);
  await expect(code).toHaveAttribute("aria-invalid", "true");
  await expect(code).toHaveValue(codeIn(first));
  await look(page);
  await code.fill(codeIn(await mailTo(program, home, subject)));
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByTestId("questionnaire")).toBeVisible();
});

test("two tabs, by keyboard alone", async ({ person, program }, info) => {
  const look = looks(info);
  const page = await person(dark);
  await page.goto("/auth/customer/start?next=/account");
  await logInByKeyboard(page, "petra", /\/confirm-email$/);
  await pressOn(page, page.getByRole("button", { name: "Send the mail" }));
  await expect(page.getByTestId("email-sent")).toBeVisible();
  await look(page);
  const other = await page.context().newPage();
  await other.goto("/account/cards");
  await expect(other).toHaveURL(/\/confirm-email$/);

  // This tab was corrected; what the other one was about is over.
  await pressOn(page, page.getByRole("button", { name: "Change the address" }));
  await typeInto(page, page.getByRole("textbox", { name: "E-mail address" }), "petra@home.example");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("email-sent")).toContainText("petra@home.example");
  await expectFocusKept(page, "the mail was sent");
  await expect(page.getByRole("link", { name: "Open my mailbox" })).toHaveAttribute("href", "/dev/mail");
  await typeInto(page, page.getByLabel("Code from the mail"), codeIn(await mailTo(program, "petra@home.example", subject)));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("questionnaire")).toBeVisible();
  await expectFocusKept(page, "the code was right");

  // Who comes back to the other tab finds it as far.
  await other.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(other.getByTestId("questionnaire")).toBeVisible();
});

test("links that were replaced, used or too old, and those nobody sent, show the same page", async ({ person, program }, info) => {
  const look = looks(info);
  const [lena, max] = [await person(dark), await person(dark)];
  const replaced = await askForLink(lena, program, "lena");
  await forgetThrottle(program);
  const good = await askForLink(lena, program, "lena");
  const old = await askForLink(max, program, "max");
  await withDatabase(program, (client) => client.query("UPDATE email_confirmation SET expires_at = now() WHERE email = 'max@shop.example'"));

  const stranger = await person(customer.phone);
  await press(stranger, good);
  await expect(stranger.getByTestId("email-link-confirmed")).toBeVisible();
  await look(stranger);
  const shown = new Set<string>();
  for (const link of [replaced, good, old, good.replace(/.{8}$/, "AAAAAAAA")]) {
    await press(stranger, link);
    await expect(stranger.getByTestId("email-link-dead")).toBeVisible();
    shown.add(await stranger.locator("main").innerText());
  }
  await look(stranger);
  expect([...shown]).toHaveLength(1);
});

/** Asks for a mail, once more where one was sent already; its link. */
async function askForLink(page: Page, program: Program, who: string): Promise<string> {
  const email = `${who}@shop.example`;
  const before = (await mailsTo(program, email)).length;
  await page.goto("/auth/customer/start?next=/account");
  await logIn(page, who, /\/confirm-email$/);
  if (before > 0) await page.getByRole("button", { name: "Change the address" }).click();
  await page.getByRole("button", { name: "Send the mail" }).click();
  await expect.poll(async () => (await mailsTo(program, email)).length, { message: `another mail to ${email}` }).toBe(before + 1);
  return linkIn(await mailTo(program, email, subject), "/confirm");
}

/** Opens a mail's link and presses its button. */
async function press(page: Page, link: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm my address" }).click();
}
