// The account centre by keyboard alone: sign-in, e-mail, questionnaire, account, security,
// sessions, language. Nothing here uses a mouse, and the focus is never lost.
import * as customer from "./support/customer";
import { choose, expectFocusKept, logInByKeyboard, pressOn, tabTo, typeInto } from "./support/keyboard";
import { linkIn, mailTo } from "./support/mail";
import { expect, test } from "./support/test";

test.use({ house: "keyboard" });
test.describe.configure({ mode: "serial" });

const desk = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" } as const;
const { newcomer, recovered } = customer.secrets;

test("S1 to S4: from the shop's button to the account", async ({ person, program }) => {
  const page = await person(desk);
  await page.goto("/");
  const door = page.getByRole("link", { name: "Continue with the marketplace" });
  await expect(door).toBeVisible();

  // The first Tab offers to skip the header.
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(door).toBeFocused();
  await page.keyboard.press("Enter");
  await logInByKeyboard(page, "keyboard", /\/confirm-email$/);

  const address = page.getByRole("textbox", { name: "E-mail address" });
  await typeInto(page, address, "not an address");
  await pressOn(page, page.getByRole("button", { name: "Send the mail" }));
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await typeInto(page, address, "keyboard@shop.example");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("email-sent")).toBeVisible();
  await expectFocusKept(page, "the mail was sent");
  await expect(page).toHaveTitle(/^Check your mail|Wallet$/);

  const opened = await page.context().newPage();
  await opened.goto(linkIn(await mailTo(program, "keyboard@shop.example", /Confirm your e-mail/), "/confirm"));
  await pressOn(opened, opened.getByRole("button", { name: "Confirm my address" }), "Space");
  await expect(opened.getByTestId("email-link-confirmed")).toBeVisible();
  await expectFocusKept(opened, "the address was confirmed");
  await opened.close();

  await page.goto("/questionnaire");
  await expect(page.getByTestId("questionnaire")).toBeVisible();
  const complete = page.getByRole("button", { name: "Complete the registration" });
  await pressOn(page, complete);
  // The first field that is wrong has the focus.
  await expect(page.getByRole("textbox", { name: "Given name" })).toBeFocused();
  await typeInto(page, page.getByRole("textbox", { name: "Given name" }), "Kim");
  await typeInto(page, page.getByRole("textbox", { name: "Family name" }), "Keys");
  await tabTo(page, page.getByLabel("Birth date"));
  await page.keyboard.type("05051990"); // alike whether the day or the month comes first
  await choose(page, page.getByLabel("Country of residence"), "Greece");
  await typeInto(page, page.getByLabel("New payment password"), newcomer.password);
  await typeInto(page, page.getByLabel("The same once more"), newcomer.password);
  for (const [i, answer] of newcomer.answers.entries()) {
    const group = page.getByRole("group", { name: `Question ${i + 1}` });
    await tabTo(page, group.getByLabel("Question", { exact: true }));
    for (let down = 0; down <= i; down++) await page.keyboard.press("ArrowDown");
    await expect(group.getByLabel("Question", { exact: true })).not.toHaveValue("");
    await typeInto(page, group.getByLabel("Answer"), answer);
  }
  await pressOn(page, complete);
  await expect(page.getByTestId("registered")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("S5: account, security, sessions, language", async ({ person }) => {
  const left = await person(desk);
  await left.goto("/auth/customer/start?next=/account");
  await logInByKeyboard(left, "eleni", /\/account$/);

  const page = await person(desk);
  await page.goto("/");
  await tabTo(page, page.getByRole("link", { name: "Continue with the marketplace" }));
  await page.keyboard.press("Enter"); // to another document
  await logInByKeyboard(page, "eleni", /\/account$/);
  await pressOn(page, page.getByRole("link", { name: "Security" }));
  await expect(page.getByRole("heading", { level: 1, name: "Security" })).toBeFocused();
  await expect(page).toHaveTitle("Security · Wallet");

  await pressOn(page, page.getByRole("button", { name: "Change", exact: true }));
  const form = page.getByTestId("change-password");
  await typeInto(page, form.getByLabel("Payment password you have now"), "not this one at all");
  await typeInto(page, form.getByLabel("New payment password"), recovered.password);
  await typeInto(page, form.getByLabel("The same once more"), recovered.password);
  await pressOn(page, form.getByRole("button", { name: "Change the password" }));
  await expect(form.getByRole("alert")).toContainText("4 tries are left");
  await expectFocusKept(page, "a wrong password");
  await typeInto(page, form.getByLabel("Payment password you have now"), customer.secrets.eleni.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your payment password is changed.")).toBeVisible();
  await expectFocusKept(page, "the password was changed");

  await pressOn(page, page.getByRole("button", { name: "Sign out everywhere else" }));
  await expect(page.getByTestId("sessions").getByRole("listitem")).toHaveCount(1);
  await expectFocusKept(page, "the sessions were ended");

  const language = page.getByRole("combobox", { name: "Language" });
  await tabTo(page, language);
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("html")).toHaveAttribute("lang", "el");
  await expectFocusKept(page, "another language");
  await expect(page.getByRole("combobox", { name: "Γλώσσα" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");

  await pressOn(page, page.getByRole("link", { name: "Back to the account" }));
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Sign out" }));
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("home")).toBeVisible();
});
