// What an owner does in the account centre between two visits to the shop: a new payment
// password, new questions, ending a session that was left open, names for cards.
import * as customer from "./support/customer";
import { looks } from "./support/look";
import { codeIn, mailTo } from "./support/mail";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";

test.use({ house: "account" });
test.describe.configure({ mode: "serial" });

const email = "eleni@shop.example";
const { eleni, recovered } = customer.secrets;
const desk = { viewport: { width: 1280, height: 800 }, colorScheme: "dark" } as const;

test("a new password, new questions, and nobody signed in elsewhere", async ({ person, program }, info) => {
  const look = looks(info);
  const [page, left] = [await person(customer.phone), await person(desk)];
  for (const browser of [left, page]) {
    await browser.goto("/auth/customer/start?next=/account");
    await logIn(browser, "eleni", /\/account$/);
    await expect(browser.getByTestId("account")).toBeVisible();
    await look(browser);
  }
  await page.getByRole("link", { name: "Security" }).click();
  await expect(page.getByTestId("sessions").getByRole("listitem")).toHaveCount(2);
  await look(page);

  await page.getByRole("button", { name: "Change", exact: true }).click();
  const form = page.getByTestId("change-password");
  await form.getByLabel("Payment password you have now").fill("not this one at all");
  await form.getByLabel("New payment password").fill(recovered.password);
  await form.getByLabel("The same once more").fill(recovered.password);
  await form.getByRole("button", { name: "Change the password" }).click();
  await expect(form.getByRole("alert")).toContainText("4 tries are left");
  await look(page);
  await form.getByLabel("Payment password you have now").fill(eleni.password);
  await form.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your payment password is changed.")).toBeVisible();
  await mailTo(program, email, /You have a new payment password/);

  await page.getByRole("button", { name: "Choose new ones" }).click();
  const questions = page.getByTestId("change-questions");
  await questions.getByRole("button", { name: "Set the new questions" }).click();
  await expect(questions.getByText("Please choose a question.")).toHaveCount(3);
  await look(page);
  for (const [i, code] of ["FIRST_RECORD", "CHILDHOOD_BOOK", "FAILED_TRIP"].entries()) {
    await questions.getByLabel("Question", { exact: true }).nth(i).selectOption(code);
    await questions.getByLabel("Answer", { exact: true }).nth(i).fill(recovered.answers[i] ?? "");
  }
  await questions.getByLabel("Payment password").fill(recovered.password);
  await questions.getByRole("button", { name: "Set the new questions" }).click();
  await expect(page.getByText("Your new security questions are set.")).toBeVisible();

  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("One session was ended.")).toBeVisible();
  await expect(page.getByTestId("sessions").getByRole("listitem")).toHaveCount(1);
  await look(page);
  await left.goto("/account");
  await expect(left.getByTestId("home")).toBeVisible();
});

test("another address, once the mail there is confirmed", async ({ person, program }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  await page.goto("/auth/customer/start?next=/account/security");
  await logIn(page, "eleni", /\/account\/security$/);
  const section = page.locator("section").filter({ has: page.getByRole("heading", { name: "E-mail address" }) });
  await section.getByRole("button", { name: "Change the address" }).click();
  const form = page.getByTestId("change-email");
  await form.getByLabel("New e-mail address").fill(email);
  await form.getByLabel("Payment password").fill(recovered.password);
  await form.getByRole("button", { name: "Send the mail" }).click();
  await expect(form.getByText("This is the address the account has.")).toBeVisible();
  await expect(form.getByLabel("New e-mail address")).toBeFocused();
  await look(page);
  const other = "eleni@elsewhere.example";
  await form.getByLabel("New e-mail address").fill(other);
  await form.getByRole("button", { name: "Send the mail" }).click();
  await expect(page.getByTestId("change-email-sent")).toContainText(other);
  await look(page);
  await page.getByTestId("change-email-sent").getByLabel(/code/i).fill(codeIn(await mailTo(program, other, /Confirm your e-mail/)));
  await page.getByTestId("change-email-sent").getByRole("button", { name: /^Confirm/ }).click();
  await expect(page.getByText("Your e-mail address is changed.")).toBeVisible();
  await expect(section).toContainText(other);
  await mailTo(program, email, /address of your wallet account was changed/);
});

test("cards have names, and one of them pays", async ({ person }, info) => {
  const look = looks(info);
  const page = await person(desk);
  await page.goto("/auth/customer/start?next=/account/cards");
  await logIn(page, "eleni", /\/account\/cards$/);
  await page.getByRole("button", { name: "Add a card" }).click();
  const form = page.getByTestId("add-card");
  await form.getByLabel("Card number").fill(customer.secrets.card.number);
  await form.getByLabel("Good until").fill("12/31");
  await form.getByLabel("Security code").fill(customer.secrets.card.cvc);
  await form.getByLabel("Payment password").fill(recovered.password);
  await form.getByRole("button", { name: "Save the card" }).click();
  await expect(page.getByTestId("card")).toHaveCount(2);
  const added = page.getByTestId("card").filter({ hasText: "4444" });
  await look(page);

  await added.getByRole("button", { name: "Name Mastercard ending in 4444" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(`old ${customer.secrets.written}`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Please don’t write a card number here.")).toBeVisible();
  await look(page);
  await dialog.getByLabel("Name", { exact: true }).fill("For holidays");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(added).toContainText("For holidays");
  await added.getByRole("button", { name: "Pay with Mastercard ending in 4444 by default" }).click();
  await expect(added).toContainText("Pays by default");
  await expect(page.getByText("Pays by default", { exact: true })).toHaveCount(1);
  await look(page);
});
