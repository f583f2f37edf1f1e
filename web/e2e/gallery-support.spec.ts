// The support chat in its states, from the queue to the new payment password, with the
// steps of a document. See support/gallery for what is asked of each.
import { photographCard } from "./support/card-picture";
import * as customer from "./support/customer";
import { Gallery, narrow } from "./support/gallery";
import { choosePicture, drawCover, half, layFoundCover, sendPicture } from "./support/picture-step";
import * as staff from "./support/staff";
import { expect, test } from "./support/test";

test.use({ house: "gallery-support", excuse: /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket connection/ });

const gallery = new Gallery("support");
test.afterAll(() => gallery.close());

const phone = { viewport: narrow, hasTouch: true, isMobile: true, reducedMotion: "reduce" } as const;
const nothing = async () => {};

test("from the queue to a new payment password", async ({ person, program }) => {
  gallery.begin();
  const page = await person(phone);
  await customer.beginRecovery(page, program, "eleni@shop.example", "eleni", "link", nothing);
  await customer.openChat(page, "Hello, I forgot my payment password and the answers.", async () => gallery.show(page, "support-begin"));
  await expect(page.getByRole("log")).toContainText("I forgot my payment password");
  await gallery.show(page, "chat-queue", { wide: true, chat: true });
  const anna = await person(staff.desk);
  await staff.openConsole(anna, "anna", nothing);
  await staff.take(anna, /Eleni/, "Hello Eleni, I am Anna. Please send me a picture of your card.");
  await expect(page.getByRole("log")).toContainText("I am Anna");
  await staff.askForCard(anna);
  await expect(page.getByTestId("document-request")).toBeVisible();
  await gallery.show(page, "chat-document-asked", { wide: true, chat: true });

  const card = await photographCard(program);
  await choosePicture(page, card.file);
  await drawCover(page, half);
  await gallery.showCovering(page, "document-cover");
  expect(await sendPicture(page, () => gallery.showCovering(page, "document-preview"))).toBe("REFUSED");
  await gallery.showCovering(page, "document-refused");
  await page.getByRole("button", { name: "Cover again" }).click();
  await layFoundCover(page);
  expect(await sendPicture(page, nothing)).toBe("ACCEPTED");
  await gallery.showCovering(page, "document-accepted");
  await page.getByTestId("document-answered").getByRole("button", { name: "Back to the conversation" }).click();
  await expect(page.getByRole("log")).toContainText("You sent a picture");
  await gallery.show(page, "chat-document-sent", { chat: true });
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Leave the conversation?" })).toBeVisible();
  await gallery.showCovering(page, "chat-leave");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.context().setOffline(true);
  await expect(page.getByRole("main").getByText("You are offline.").first()).toBeVisible();
  await gallery.showCovering(page, "chat-offline"); // the words of other languages are not there, either
});
