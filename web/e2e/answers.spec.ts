// The way back through the answers: the mail's code, a fresh sign-in, three answers, a
// new payment password, and then the wait that protects the account.
import * as customer from "./support/customer";
import { looks } from "./support/look";
import { linkIn, mailsTo, mailTo } from "./support/mail";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";

test.use({ house: "answers" });

const email = "eleni@shop.example";

test("a forgotten payment password comes back through the answers", async ({ person, program }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  await customer.beginRecovery(page, program, email, "eleni", "code", look);
  // Answers are compared without capital letters, accents and punctuation.
  const [first, ...others] = customer.secrets.eleni.answers;
  await customer.answerQuestions(page, [first.toUpperCase() + "!", ...others]);
  await expect(page.getByTestId("recovery-password")).toBeVisible();
  await look(page);

  await page.getByLabel("New payment password").fill("short");
  await page.getByLabel("The same once more").fill("short");
  await page.getByRole("button", { name: "Set the payment password" }).click();
  await expect(page.getByLabel("New payment password")).toHaveAccessibleDescription(/at least 12 characters/);
  await page.getByLabel("New payment password").fill(customer.secrets.recovered.password);
  await page.getByLabel("The same once more").fill(customer.secrets.recovered.password);
  await page.getByRole("button", { name: "Set the payment password" }).click();
  await expect(page.getByTestId("recovery-done")).toBeVisible();
  await look(page);

  // The recovery's sign-in opened no session: this link signs in.
  await page.getByRole("link", { name: "Go to my account" }).click();
  await logIn(page, "eleni", /\/account$/);
  await expect(page.getByText("Payments and new cards wait", { exact: true })).toBeVisible();
  await look(page);
  await page.getByRole("link", { name: "Open cards" }).click();
  await expect(page.getByTestId("card")).toContainText("•••• 4242");
  await expect(page.getByRole("button", { name: "Add a card" })).toBeDisabled();
  await look(page);

  // The notices say what happened, and the last one offers the way to stop it.
  expect(linkIn(await mailTo(program, email, /Your payment password was changed/), "/not-me")).toContain("#t=");
  const started = (await mailsTo(program, email)).map((mail) => mail.subject);
  expect(started).toContain("A recovery of your payment password has begun");
});
