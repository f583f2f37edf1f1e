// The road, walked in browsers: a shopper opens a wallet; another one, locked out of
// hers, gets back in with the help of two people. Then everything the program keeps is
// searched for what it must not keep.
import * as customer from "./support/customer";
import { looks } from "./support/look";
import { linkIn, mailsTo, mailTo } from "./support/mail";
import { choosePicture, drawCover, half, middle, sendPicture } from "./support/picture-step";
import { logIn } from "./support/sign-in";
import * as staff from "./support/staff";
import { expect, test } from "./support/test";

test.use({ house: "road" });
test.describe.configure({ mode: "serial" });

const email = "eleni@shop.example";

test("a newcomer opens a wallet: steps 1 to 4", async ({ person, program }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  await customer.signIn(page, "new", look);
  await customer.confirmEmail(page, program, "nora@shop.example", look);
  await customer.completeQuestionnaire(page, look);
  await customer.addAndDeleteCard(page, look);
});

test("a locked-out customer gets back in: steps 5 to 9", async ({ person, program }, info) => {
  const look = looks(info);
  const eleni = await person(customer.phone);
  await customer.beginRecovery(eleni, program, email, "eleni", look);
  await look(eleni, "road-07-questions");
  await customer.answerQuestions(eleni, ["no idea", "not this one", "nor this"]);
  await expect(eleni.getByRole("alert").filter({ hasText: "At least one answer is not right" })).toBeVisible();
  await look(eleni);

  await customer.openChat(eleni, "Hello, I forgot my payment password and the answers to my questions.", look);
  await customer.write(eleni, `My card is ${customer.secrets.written}, does that help?`);
  await expect(eleni.getByRole("log")).toContainText("does that help?");
  await expect(eleni.getByText(customer.secrets.written)).toHaveCount(0);

  const anna = await person(staff.desk);
  await staff.openConsole(anna, "anna", look);
  await expect(anna.getByRole("button", { name: /Eleni/ })).toBeVisible();
  await look(anna, "road-09-queue");
  await staff.take(anna, /Eleni/, "Hello Eleni, I am Anna. Please send me a picture of your card.");
  await expect(eleni.getByRole("log")).toContainText("I am Anna");
  await staff.askForCard(anna);
  await look(anna);
  await expect(eleni.getByTestId("document-request")).toBeVisible();
  await look(eleni, "road-08-chat");

  const card = Buffer.from(await (await fetch(`${program.url}/dev/card.jpg`)).arrayBuffer());
  await choosePicture(eleni, card);
  await drawCover(eleni, half);
  expect(await sendPicture(eleni, look)).not.toBe("ACCEPTED");
  await look(eleni);
  await eleni.getByRole("button", { name: "Cover again" }).click();
  await drawCover(eleni, middle);
  await look(eleni, "road-10-cover");
  expect(await sendPicture(eleni, look)).toBe("ACCEPTED");
  await look(eleni);
  await eleni.getByTestId("document-answered").getByRole("button", { name: "Back to the conversation" }).click();

  await staff.acceptDocument(anna, look);
  await staff.proposeReset(anna, look);
  await look(anna);
  await expect(staff.theCase(anna).getByRole("button", { name: "Approve reset" })).toHaveCount(0);
  const chloe = await person(staff.desk);
  await staff.openConsole(chloe, "chloe", look);
  await staff.approveReset(chloe, /Eleni/, look);
  await expect(eleni.getByTestId("support-decision")).toHaveAttribute("data-code", "APPROVED");
  await look(eleni);
  await customer.setNewPassword(eleni, program, email, look);
});

test("whoever it was not stops it with the notice", async ({ person, program }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  const notice = await mailTo(program, email, /Your payment password was changed/);
  expect((await mailsTo(program, email)).filter((mail) => mail.subject === notice.subject).length).toBeGreaterThanOrEqual(1);
  await page.goto(linkIn(notice, "/not-me"));
  await expect(page.getByTestId("not-me-asked")).toBeVisible();
  await look(page);
  await page.getByRole("button", { name: "This was not me: stop it" }).click();
  await expect(page.getByTestId("not-me-stopped")).toBeVisible();
  await look(page);
  await page.goto("/auth/customer/start?next=/account");
  await logIn(page, "eleni", /\/account$/);
  await expect(page.getByText("Your account is held")).toBeVisible();
  await look(page);
});
