// The customer's side of the road, step by step, as a person does it in the pages.
import { expect, type Page } from "@playwright/test";
import type { Look } from "./look";
import { codeIn, linkIn, mailTo } from "./mail";
import type { Program } from "./program";
import type { Needle } from "./secrets";
import { logIn } from "./sign-in";

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, reducedMotion: "reduce" } as const;

/** What the walks type. Nothing of it may be found anywhere afterwards. */
export const secrets = {
  newcomer: { password: "kettle harbour nine lanterns", answers: ["Mikis Theodorakis in Rhodes", "Ulysses by James Joyce", "the old town of Sanaa"] },
  eleni: { password: "plum orchard under rain", answers: ["the brass band of Volos", "the magic mountain", "Samarkand bazaar"] },
  recovered: { password: "seven quiet harbours nine", answers: ["a green rowing boat", "winter of deep snow", "old lighthouse keeper"] },
  card: { number: "5555 5555 5555 4444", cvc: "847" },
  /** Written into the chat, where it is masked. */
  written: "4242 4242 4242 4242",
  wrong: ["the quiet quartet of Larissa", "an unread almanac", "the market of Bukhara"],
} as const;

export type Needles = readonly Needle[];

const questions = ["FIRST_CONCERT", "UNFINISHED_BOOK", "LOST_PLACE"];
const otherQuestions = ["FIRST_RECORD", "CHILDHOOD_BOOK", "FAILED_TRIP"];

/** 1: the shop's button, the marketplace's sign-in, and back. */
export async function signIn(page: Page, username: string, look: Look): Promise<void> {
  await page.goto("/");
  await expect(page.getByTestId("home")).toBeVisible();
  await look(page, "road-01-sign-in");
  await page.getByRole("link", { name: "Continue with the marketplace" }).click();
  await expect(page.getByRole("textbox", { name: "User name" })).toBeVisible();
  await look(page);
  await logIn(page, username, /\/(confirm-email|account)$/);
}

/** 2: the mail's link, which does nothing before the button is pressed. */
export async function confirmEmail(page: Page, program: Program, email: string, look: Look): Promise<void> {
  for (const path of ["/account", "/account/cards", "/questionnaire"]) {
    await page.goto(path);
    await expect(page.getByTestId("email-send")).toBeVisible();
  }
  await expect(page.getByRole("textbox", { name: "E-mail address" })).toHaveValue(email);
  await look(page);
  await page.getByRole("button", { name: "Send the mail" }).click();
  await expect(page.getByTestId("email-sent")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Send again in/ })).toBeDisabled();
  await look(page, "road-02-email");

  const link = linkIn(await mailTo(program, email, /Confirm your e-mail/), "/confirm");
  const scanner = await page.context().newPage();
  await scanner.goto(link);
  await expect(scanner.getByTestId("email-link-asked")).toBeVisible();
  await scanner.close();
  const opened = await page.context().newPage();
  await opened.goto(link);
  await look(opened);
  await opened.getByRole("button", { name: "Confirm my address" }).click();
  await expect(opened.getByTestId("email-link-confirmed")).toBeVisible();
  await look(opened);
  await opened.goto("about:blank");
  await opened.goto(link);
  await opened.getByRole("button", { name: "Confirm my address" }).click();
  await expect(opened.getByTestId("email-link-dead")).toBeVisible();
  await look(opened);
  await opened.close();
}

/** 3: personal data, the payment password twice, three questions. */
export async function completeQuestionnaire(page: Page, look: Look): Promise<void> {
  await page.goto("/questionnaire");
  await page.getByRole("textbox", { name: "Given name" }).fill("Nora");
  await page.getByRole("textbox", { name: "Family name" }).fill("New");
  await page.getByLabel("Birth date").fill("1990-12-31");
  await page.getByLabel("Country of residence").selectOption("GR");
  await page.getByLabel("New payment password").fill(secrets.newcomer.password);
  await page.getByLabel("The same once more").fill("something else");
  await chooseQuestions(page, questions, secrets.newcomer.answers);
  await look(page, "road-03-questionnaire");
  // An error stands beside its field, and nothing that was typed is lost.
  await page.getByRole("button", { name: "Complete the registration" }).click();
  await expect(page.getByLabel("The same once more")).toHaveAccessibleDescription(/not the same/);
  await expect(page.getByRole("textbox", { name: "Given name" })).toHaveValue("Nora");
  await look(page);
  await page.getByLabel("The same once more").fill(secrets.newcomer.password);
  await page.getByRole("button", { name: "Complete the registration" }).click();
  await expect(page.getByText("Your registration is complete")).toBeVisible();
  await expect(page.getByText("The balance is retired")).toBeVisible();
  await look(page, "road-04-account");
}

export async function chooseQuestions(page: Page, codes: readonly string[], answers: readonly string[]): Promise<void> {
  for (const [i, code] of codes.entries()) {
    const group = page.getByRole("group", { name: `Question ${i + 1}` });
    await group.getByLabel("Question", { exact: true }).selectOption(code);
    await group.getByLabel("Answer").fill(answers[i] ?? "");
  }
}

/** 4: a card is added, seen in the list, and deleted. */
export async function addAndDeleteCard(page: Page, look: Look): Promise<void> {
  await page.getByRole("link", { name: "Open cards" }).click();
  await expect(page.getByText("No card is saved yet")).toBeVisible();
  await look(page);
  await page.getByRole("button", { name: "Add a card" }).click();
  await page.getByLabel("Card number").pressSequentially(secrets.card.number.replaceAll(" ", ""));
  await expect(page.getByLabel("Card number")).toHaveValue(secrets.card.number);
  await expect(page.getByText("Mastercard")).toBeVisible();
  await page.getByLabel("Good until").pressSequentially("1231");
  await page.getByLabel("Security code").fill(secrets.card.cvc);
  await page.getByLabel("Payment password", { exact: true }).fill(secrets.newcomer.password);
  await look(page);
  await page.getByRole("button", { name: "Save the card" }).click();
  const card = page.getByTestId("card");
  await expect(card).toContainText("Mastercard •••• 4444");
  await expect(card).toContainText("Good until 12/31");
  await look(page, "road-05-cards");
  await page.getByRole("button", { name: "Delete Mastercard ending in 4444" }).click();
  await expect(page.getByRole("dialog", { name: "Delete this card?" })).toBeVisible();
  await look(page);
  await page.getByRole("button", { name: "Delete the card" }).click();
  await expect(page.getByText("Mastercard •••• 4444 is deleted.")).toBeVisible();
  await expect(card).toHaveCount(0);
}

/** 5, its beginning: captcha, mail, its link or code, fresh sign-in. Ends at the three questions. */
export async function beginRecovery(page: Page, program: Program, email: string, username: string, by: "link" | "code", look: Look): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: "Forgot the payment password?" }).click();
  await expect(page.getByTestId("recovery-begin")).toBeVisible();
  await expect(page.getByTestId("captcha")).toBeVisible();
  await page.getByLabel("Wallet’s e-mail address").fill(email);
  await page.getByLabel("Letters", { exact: true }).fill(await lettersOf(page, program));
  await look(page, "road-06-recovery");
  await page.getByRole("button", { name: "Send the mail" }).click();
  await expect(page.getByTestId("recovery-sent")).toBeVisible();
  await look(page);
  const mail = await mailTo(program, email, /Recover your payment password/);
  if (by === "code") {
    await page.getByLabel("Code from the mail").fill(codeIn(mail));
  } else {
    await page.goto("about:blank");
    await page.goto(linkIn(mail, "/recover"));
    await expect(page.getByTestId("recovery-link")).toBeVisible();
    await look(page);
  }
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("recovery-sign-in")).toBeVisible();
  await look(page);
  await page.getByRole("link", { name: /^Sign in/ }).click();
  await logIn(page, username, /\/recover$/);
  await expect(page.getByTestId("recovery-answers")).toBeVisible();
}

/** Reads the picture, which a program can't: the development door tells the last one's letters. */
export async function lettersOf(page: Page, program: Program): Promise<string> {
  await expect(page.getByTestId("captcha")).toHaveJSProperty("complete", true);
  const answer = (await (await fetch(`${program.url}/dev/captcha`)).json()) as { answer: string };
  return answer.answer;
}

export async function answerQuestions(page: Page, answers: readonly string[]): Promise<void> {
  for (const [i, answer] of answers.entries()) await page.locator(`[name=answer-${i}]`).fill(answer);
  await page.getByRole("button", { name: "Check my answers" }).click();
}

/** 6: the answers are forgotten too. Opens the chat and writes. */
export async function openChat(page: Page, words: string, look: Look): Promise<void> {
  await page.getByRole("link", { name: "Online chat" }).click();
  await expect(page.getByRole("button", { name: "Start the chat" })).toBeVisible();
  await look(page);
  await page.getByRole("button", { name: "Start the chat" }).click();
  await expect(page.getByTestId("support-chat")).toBeVisible();
  await write(page, words);
}

export async function write(page: Page, words: string): Promise<void> {
  await page.getByRole("textbox", { name: "Write a message" }).fill(words);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

/** 9, its end: the mail reopens the recovery at the password form. */
export async function setNewPassword(page: Page, program: Program, email: string, username: string, look: Look): Promise<void> {
  const mail = await mailTo(program, email, /You can set a new payment password/);
  await page.goto("about:blank");
  await page.goto(linkIn(mail, "/recover"));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("recovery-approved")).toBeVisible();
  await look(page);
  await page.getByRole("link", { name: /^Sign in/ }).click();
  await logIn(page, username, /\/recover$/);
  await expect(page.getByTestId("recovery-password-questions")).toBeVisible();
  await page.getByLabel("New payment password").fill(secrets.recovered.password);
  await page.getByLabel("The same once more").fill(secrets.recovered.password);
  await chooseQuestions(page, otherQuestions, secrets.recovered.answers);
  await look(page);
  await page.getByRole("button", { name: "Set the payment password" }).click();
  await expect(page.getByTestId("recovery-done")).toBeVisible();
  await look(page, "road-13-new-password");
}
