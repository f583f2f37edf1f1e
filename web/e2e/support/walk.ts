// The stretches of the road where customer and support service meet.
import { expect, type Page } from "@playwright/test";
import { photographIdentity, type CardPicture } from "./card-picture";
import * as customer from "./customer";
import type { Look } from "./look";
import { choosePicture, drawCover, half, layFoundCover, sendPicture } from "./picture-step";
import * as staff from "./staff";

/** 7: an operator sees the customer in the queue, takes the conversation, asks for the card. */
export async function meet(eleni: Page, anna: Page, look: Look): Promise<void> {
  await staff.openConsole(anna, "anna", look);
  await expect(anna.getByRole("button", { name: /Eleni/ })).toBeVisible();
  await look(anna, "road-08-queue");
  await staff.take(anna, /Eleni/, "Hello Eleni, I am Anna. Please send me a picture of your card.");
  await expect(eleni.getByRole("log")).toContainText("I am Anna");
}

/** 8: a picture that shows too much is refused, the next one is kept. */
export async function sendCard(eleni: Page, anna: Page, card: CardPicture, look: Look): Promise<void> {
  await staff.askForCard(anna);
  await look(anna);
  await expect(eleni.getByTestId("document-request")).toBeVisible();
  await look(eleni, "road-09-chat");
  await choosePicture(eleni, card.file);
  await drawCover(eleni, half);
  expect(await sendPicture(eleni, look)).toBe("REFUSED");
  await look(eleni);
  await eleni.getByRole("button", { name: "Cover again" }).click();
  await layFoundCover(eleni);
  await look(eleni, "road-10-cover");
  expect(await sendPicture(eleni, look)).toBe("ACCEPTED");
  await look(eleni);
  await eleni.getByTestId("document-answered").filter({ visible: true }).getByRole("button", { name: "Back to the conversation" }).click();
}

/** 8: a paper that says who somebody is needs no covers. */
export async function sendIdentity(eleni: Page, anna: Page, look: Look): Promise<void> {
  await staff.askForIdentity(anna);
  await choosePicture(eleni, await photographIdentity(eleni));
  expect(await sendPicture(eleni, look)).toBe("ACCEPTED");
  await eleni.getByTestId("document-answered").filter({ visible: true }).getByRole("button", { name: "Back to the conversation" }).click();
}

/** 9, its first half: one proposes, another one approves. */
export async function agree(anna: Page, chloe: Page, look: Look): Promise<void> {
  await staff.acceptDocuments(anna, look);
  await staff.proposeReset(anna, look);
  await look(anna);
  await expect(staff.theCase(anna).getByRole("button", { name: "Approve reset" })).toHaveCount(0);
  await staff.openConsole(chloe, "chloe", look);
  await staff.approveReset(chloe, /Eleni/, look);
}

/** What must be nowhere after a walk. The demo people's own secrets are told at the start. */
export function needles(card: CardPicture): { told: customer.Needles; own: customer.Needles } {
  const { newcomer, eleni, recovered, card: saved, written, wrong } = customer.secrets;
  const many = (name: string, texts: readonly (string | Buffer)[]) => texts.map((text) => ({ name, text }));
  const number = saved.number.replaceAll(" ", "");
  return {
    told: [...many("the demo people's payment password", [eleni.password]), ...many("a demo answer", eleni.answers)],
    own: [
      ...many("a saved card's number", [saved.number, number, number.slice(4, 12)]),
      ...many("a number written in the chat", [written, written.replaceAll(" ", "")]),
      ...many("a payment password", [newcomer.password, recovered.password]),
      ...many("an answer", [...newcomer.answers, ...recovered.answers]),
      ...many("a wrong answer", wrong),
      ...many("the original picture", card.pieces),
      ...many("the original picture's metadata", [card.mark]),
    ],
  };
}

/** Everything the mails' links and codes are: in the mailbox, and nowhere else. */
export function tokensIn(links: readonly string[]): customer.Needles {
  return links.flatMap((link) => {
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get("t");
    return token === null ? [] : [{ name: "a mail's token", text: token }];
  });
}
