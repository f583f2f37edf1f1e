// S7, a forgotten payment password: the picture's letters and the same said, the mail's link,
// the answers, the new password; what the owner sees of it meanwhile; and giving it up.
import { type Page } from "@playwright/test";
import * as customer from "./support/customer";
import { forgetThrottle } from "./support/database";
import { expectFocusKept, logInByKeyboard, pressOn, tabTo, typeInto } from "./support/keyboard";
import { looks } from "./support/look";
import { linkIn, mailsTo, mailTo } from "./support/mail";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";

test.use({ house: "recovery" });
test.describe.configure({ mode: "serial" });

const dark = { viewport: { width: 1280, height: 800 }, colorScheme: "dark", reducedMotion: "reduce" } as const;
const email = "eleni@shop.example";
const subject = /Recover your payment password/;
const { eleni, recovered, wrong } = customer.secrets;

test("the letters said, a wrong answer, the owner's banner, and giving it up", async ({ person, program }, info) => {
  const look = looks(info);
  const owner = await person(dark);
  await owner.goto("/auth/customer/start?next=/account");
  await logIn(owner, "eleni", /\/account$/);
  await expect(owner.getByTestId("account")).toBeVisible();
  await expect(owner.getByTestId("recovery-banner")).toHaveCount(0);

  const page = await person(customer.phone);
  await page.goto("/recover");
  await expect(page.getByTestId("captcha")).toBeVisible();
  const address = page.getByLabel("Wallet’s e-mail address");
  const letters = page.getByLabel("Letters", { exact: true });
  const send = page.getByRole("button", { name: "Send the mail" });
  await address.fill(email);
  await letters.fill("ABC");
  await send.click();
  await expect(letters).toHaveAccessibleDescription("Please type all six letters of the picture.");
  await expect(address).toHaveValue(email);
  await expect(letters).toHaveValue("ABC");
  await look(page);
  const picture = await page.getByTestId("captcha").getAttribute("src");
  await page.getByRole("button", { name: "Hear the letters" }).click();
  const said = page.getByTestId("captcha-audio");
  await expect(said).toHaveAttribute("src", /^data:audio\//);
  await expect(page.getByTestId("captcha")).not.toHaveAttribute("src", picture ?? "");
  await expect.poll(() => said.evaluate((audio: HTMLAudioElement) => audio.duration), { message: "a sound that can be played" }).toBeGreaterThan(3);
  await look(page);
  await letters.fill(await customer.lettersOf(page, program));
  await send.click();
  await expect(page.getByTestId("recovery-sent")).toBeVisible();

  await page.goto("about:blank");
  await page.goto(linkIn(await mailTo(program, email, subject), "/recover"));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: "Sign in at the marketplace" }).click();
  await logIn(page, "eleni", /\/recover$/);
  await expect(page.getByTestId("recovery-answers")).toBeVisible();
  await look(page);
  await customer.answerQuestions(page, ["", wrong[1], " "]); // sent too early: no try is lost
  await expect(page.locator("[name=answer-0]")).toHaveAccessibleDescription("Please enter an answer.");
  await expect(page.locator("[name=answer-0]")).toBeFocused();
  await expect(page.locator("[name=answer-1]")).toHaveValue(wrong[1]);
  await expect(page.getByText("3 tries are left")).toBeVisible();
  await look(page);
  await customer.answerQuestions(page, wrong);
  await expect(page.getByRole("alert").filter({ hasText: "At least one answer is not right" })).toContainText("2 tries are left");
  for (const [i, answer] of wrong.entries()) await expect(page.locator(`[name=answer-${i}]`)).toHaveValue(answer);
  await look(page);

  for (const path of ["/account", "/account/cards", "/account/security"]) {
    await owner.goto(path);
    await expect(owner.getByTestId("recovery-banner")).toContainText("is under way");
    await look(owner);
  }

  await page.getByRole("button", { name: "Cancel this recovery" }).click();
  await page.getByRole("button", { name: "No, go on" }).click();
  await expect(page.locator("[name=answer-0]")).toHaveValue(wrong[0]);
  await page.getByRole("button", { name: "Cancel this recovery" }).click();
  await look(page);
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await expect(page.getByTestId("recovery-cancelled")).toBeVisible();
  await look(page);
  await owner.goto("/account");
  await expect(owner.getByTestId("account")).toBeVisible();
  await expect(owner.getByTestId("recovery-banner")).toHaveCount(0);
});

test("by keyboard alone, to the new password; its link is good for nobody else", async ({ person, program }, info) => {
  const look = looks(info);
  await forgetThrottle(program);
  const page = await person(dark);
  await page.goto("/recover");
  await expect(page.getByTestId("captcha")).toBeVisible();
  await look(page);
  await typeInto(page, page.getByLabel("Wallet’s e-mail address"), email);
  await pressOn(page, page.getByRole("button", { name: "Hear the letters" }), "Space");
  await expect(page.getByTestId("captcha-audio")).toBeVisible();
  await expectFocusKept(page, "the letters were said");
  const links = async () => (await mailsTo(program, email)).filter((mail) => subject.test(mail.subject)).length;
  const before = await links();
  await typeInto(page, page.getByLabel("Letters", { exact: true }), await customer.lettersOf(page, program));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("recovery-sent")).toBeVisible();
  await expectFocusKept(page, "the mail was sent");
  await look(page);

  await expect.poll(links, { message: "another mail" }).toBe(before + 1);
  const link = linkIn(await mailTo(program, email, subject), "/recover");
  await page.goto("about:blank");
  await page.goto(link);
  await look(page);
  await pressOn(page, page.getByRole("button", { name: "Continue" }));
  await expect(page.getByTestId("recovery-sign-in")).toBeVisible();
  await look(page);
  await tabTo(page, page.getByRole("link", { name: "Sign in at the marketplace" }));
  await page.keyboard.press("Enter"); // the page is left, and comes back to where it was
  await page.waitForURL(/\/authorize/);
  await logInByKeyboard(page, "eleni", /\/recover$/);
  await expect(page.getByTestId("recovery-answers")).toBeVisible();
  for (const [i, answer] of eleni.answers.entries()) await typeInto(page, page.locator(`[name=answer-${i}]`), answer);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("recovery-password")).toBeVisible();
  await expectFocusKept(page, "the answers were right");

  await typeInto(page, page.getByLabel("New payment password"), recovered.password);
  await typeInto(page, page.getByLabel("The same once more"), "not the same at all");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("The same once more")).toHaveAccessibleDescription(/not the same/);
  await expect(page.getByLabel("New payment password")).toHaveValue(recovered.password);
  await look(page);
  await typeInto(page, page.getByLabel("The same once more"), recovered.password);
  await pressOn(page, page.getByRole("button", { name: "Set the payment password" }));
  await expect(page.getByTestId("recovery-done")).toBeVisible();
  await expectFocusKept(page, "the password was set");
  await look(page);
  await tabTo(page, page.getByRole("link", { name: "Go to my account" }));
  await page.keyboard.press("Enter"); // the page is left
  await logInByKeyboard(page, "eleni", /\/account$/);
  await expect(page.getByTestId("recovery-banner")).toContainText("A new payment password was set");
  await look(page);

  const stranger = await person(customer.phone);
  const shown = new Set<string>();
  for (const dead of [link, link.replace(/.{8}$/, "AAAAAAAA")]) shown.add(await deadPage(stranger, dead));
  await look(stranger);
  expect([...shown]).toHaveLength(1);
});

/** Opens a link that can't be used; what its page says. */
async function deadPage(page: Page, link: string): Promise<string> {
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("recovery-dead")).toBeVisible();
  return page.locator("main").innerText();
}
