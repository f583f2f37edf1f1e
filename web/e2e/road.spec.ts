// The road, walked in browsers: a shopper opens a wallet; another one, locked out of
// hers, gets back in with the help of two people. Then everything the program keeps is
// searched for what it must not keep.
import { photographCard, type CardPicture } from "./support/card-picture";
import { auditedActions } from "./support/database";
import * as customer from "./support/customer";
import { looks } from "./support/look";
import { linkIn, mailsTo, mailTo } from "./support/mail";
import { searchAnnouncement, searchFiles, searchRows } from "./support/secrets";
import { logIn } from "./support/sign-in";
import * as staff from "./support/staff";
import { expect, test } from "./support/test";
import { agree, meet, needles, sendCard, sendIdentity, tokensIn } from "./support/walk";

test.use({ house: "road", tapped: true });
test.describe.configure({ mode: "serial" });

const newcomer = "nora@shop.example";
const email = "eleni@shop.example";
let card: CardPicture;

/** What the walks do, as the record names it. */
const steps = [
  ...["session.started", "account.opened", "email.confirmation-requested", "email.confirmed", "account.registered", "card.added", "card.deleted"],
  ...["recovery.requested", "recovery.link-confirmed", "recovery.signed-in", "answers.wrong", "recovery.escalated", "conversation.opened"],
  ...["conversation.taken", "document.requested", "document.refused", "document.kept", "document.granted", "document.viewed", "document.accepted", "checklist.ticked"],
  ...["reset.proposed", "reset.approved", "recovery.approved", "recovery.password-set", "account.frozen"],
];

test("a newcomer opens a wallet: steps 1 to 4", async ({ person, program }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  await customer.signIn(page, "new", look);
  await customer.confirmEmail(page, program, newcomer, look);
  await customer.completeQuestionnaire(page, look);
  await customer.addAndDeleteCard(page, look);
});

test("a locked-out customer gets back in: steps 5 to 9", async ({ person, program }, info) => {
  const look = looks(info);
  const eleni = await person(customer.phone);
  await customer.beginRecovery(eleni, program, email, "eleni", "link", look);
  await look(eleni, "road-07-questions");
  await customer.answerQuestions(eleni, customer.secrets.wrong);
  await expect(eleni.getByRole("alert").filter({ hasText: "At least one answer is not right" })).toBeVisible();
  await look(eleni);
  await customer.openChat(eleni, "Hello, I forgot my payment password and the answers to my questions.", look);
  await customer.write(eleni, `My card is ${customer.secrets.written}, does that help?`);
  await expect(eleni.getByRole("log")).toContainText("does that help?");
  await expect(eleni.getByText(/card number was hidden/)).toBeVisible();
  await expect(eleni.getByText(customer.secrets.written)).toHaveCount(0);

  const anna = await person(staff.desk);
  await meet(eleni, anna, look);
  card = await photographCard(program);
  await sendCard(eleni, anna, card, look);
  await sendIdentity(eleni, anna, look);
  await agree(anna, await person(staff.desk), look);
  await expect(eleni.getByTestId("support-decision")).toHaveAttribute("data-code", "APPROVED");
  await look(eleni);
  await customer.setNewPassword(eleni, program, email, "eleni", look);
});

test("whoever it was not stops it with the notice", async ({ person, program }, info) => {
  const look = looks(info);
  const page = await person(customer.phone);
  const notice = await mailTo(program, email, /Your payment password was changed/);
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

test("every step left an entry in the record", async ({ program }) => {
  expect(await auditedActions(program)).toEqual(expect.arrayContaining(steps));
});

test("only covered pictures left the browsers", ({ program }) => {
  const sent = program.tap?.all() ?? Buffer.alloc(0);
  expect(sent.toString("latin1").match(/\r\nContent-Disposition: form-data; name="0"; filename/g) ?? []).toHaveLength(3);
  expect([card.mark, ...card.pieces].filter((piece) => sent.includes(piece))).toEqual([]);
});

test("nothing secret is kept", async ({ program }) => {
  const { told, own } = needles(card);
  const secrets = [...told, ...own];
  const mails = [...(await mailsTo(program, email)), ...(await mailsTo(program, newcomer))];
  const tokens = tokensIn(mails.flatMap((mail) => mail.links ?? []));
  expect(tokens.length).toBeGreaterThan(3);
  // The searches would find it: what was said beside the number is there.
  const control = { name: "what was said", text: "does that help?" };

  const rows = await searchRows(program, [...secrets, ...tokens], customer.secrets.card.cvc);
  expect(rows.found).toEqual([]);
  expect((await searchRows(program, [control], customer.secrets.card.cvc)).found).toContain("what was said in public.message");
  expect(rows.looked).toBeGreaterThan(50);

  await program.stop();
  const files = searchFiles(program, secrets);
  expect(files.found).toEqual([]);
  expect(files.looked).toBeGreaterThan(500);
  expect(searchFiles(program, [control]).found.join()).toMatch(/postgres/);
  expect(searchFiles(program, [{ name: "a mail", text: email }]).found.join()).toMatch(/mail\//);
  expect(searchAnnouncement(program, own)).toEqual([]);
});
