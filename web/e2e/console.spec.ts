// A day at the desk: a customer and operators talk; note, canned reply, transfer, hold,
// resolve; the operator's network goes away and comes back. Once by keyboard alone.
import { looks } from "./support/look";
import * as customer from "./support/customer";
import * as staff from "./support/staff";
import { logIn } from "./support/sign-in";
import { expect, test } from "./support/test";
import type { Page } from "@playwright/test";

test.use({ house: "console", excuse: /net::ERR_INTERNET_DISCONNECTED/ });
test.describe.configure({ mode: "serial" });

/** A customer opens a conversation of their own and writes. */
async function ask(page: Page, words: string): Promise<void> {
  await page.goto("/auth/customer/start?next=/support");
  await logIn(page, "eleni", /\/support$/);
  await page.getByRole("button", { name: "Start the chat" }).click();
  await customer.write(page, words);
  await expect(page.getByRole("log")).toContainText(words);
}

test("note, canned reply, undo, transfer, hold, resolve", async ({ person }, info) => {
  const look = looks(info);
  const eleni = await person(customer.phone);
  await ask(eleni, "My card was refused.");
  const [anna, boris] = [await person(staff.desk), await person(staff.desk)];
  await staff.openConsole(anna, "anna", look);
  await staff.openConsole(boris, "boris", look);

  // By keyboard alone: take the next, a canned reply, taken back, sent; a note; the command bar.
  await expect(anna.getByRole("button", { name: /Eleni/ })).toBeVisible();
  await anna.keyboard.press("t");
  const reply = anna.getByRole("textbox", { name: /^Reply to Eleni/ });
  await expect(reply).toBeVisible();
  await anna.keyboard.press("/");
  await expect(reply).toBeFocused();
  await anna.keyboard.type("hello");
  await expect(anna.getByRole("option", { name: /hello/ }).first()).toContainText("Hello Eleni, I am Anna");
  await look(anna, "console-canned");
  await anna.keyboard.press("Enter");
  await expect(reply).toHaveValue(/^Hello Eleni, I am Anna/);
  await anna.keyboard.press("ControlOrMeta+Enter");
  await anna.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(reply).toHaveValue(/^Hello Eleni, I am Anna/);
  await expect(reply).toBeFocused();
  await anna.keyboard.press("ControlOrMeta+Enter");
  await expect(eleni.getByRole("log")).toContainText("Hello Eleni, I am Anna from support.");
  await expect(eleni.getByRole("log").getByText("I am Anna from support")).toHaveCount(1);
  await anna.keyboard.press("Alt+p");
  await expect(anna.getByRole("textbox", { name: /^Note about Eleni/ })).toBeFocused();
  await anna.keyboard.type("Sounds worried: be kind.");
  await look(anna, "console-note");
  await anna.keyboard.press("ControlOrMeta+Enter");
  await expect(staff.theCase(anna).getByRole("listitem").filter({ hasText: "be kind" })).toBeVisible();
  await expect(eleni.getByText("be kind")).toHaveCount(0);

  await anna.keyboard.press("ControlOrMeta+k");
  await anna.keyboard.type("transfer");
  await look(anna, "console-command");
  await anna.keyboard.press("Enter");
  const dialog = anna.getByRole("dialog", { name: /^Transfer/ });
  await dialog.getByRole("radio", { name: /Boris/ }).check();
  await dialog.getByLabel("Note for whoever gets it").fill("She speaks of card 4242.");
  await dialog.getByRole("button", { name: "Transfer" }).click();
  await expect(eleni.getByRole("log")).toContainText("Boris is here to help you now");

  await boris.getByRole("tab", { name: /^Mine/ }).click();
  await boris.getByRole("button", { name: /Eleni/ }).click();
  await staff.showTab(boris, "Notes");
  await expect(staff.theCase(boris)).toContainText("She speaks of card 4242.");
  await boris.getByRole("button", { name: "Hold", exact: true }).click();
  await expect(eleni.getByRole("log")).toContainText("is waiting for your answer");
  await customer.write(eleni, "It works now, thank you!");
  await expect(boris.getByRole("log")).toContainText("It works now, thank you!");
  await boris.keyboard.press("Alt+e");
  await look(boris);
  await boris.getByRole("dialog", { name: /^Resolve/ }).getByRole("button", { name: "Resolve" }).click();
  await expect(eleni.getByRole("log")).toContainText("closed the conversation");
  await expect(boris.getByRole("heading", { name: /Eleni/ }).locator("..")).toContainText("outcome: solved");
});

test("each side sees the other type, nothing moves, and a note is nobody's", async ({ person }, info) => {
  const look = looks(info);
  const eleni = await person(customer.phone);
  await ask(eleni, "Is somebody there?");
  const anna = await person(staff.desk);
  await staff.openConsole(anna, "anna", look);
  await staff.take(anna, /Eleni/, "Yes, I am.");
  await expect(eleni.getByRole("log")).toContainText("Yes, I am.");
  const line = (page: Page) => page.getByTestId("typing");
  /** Longer than the pause after which one is told of again. */
  const slowly = { delay: 200 };

  const still = await anna.getByRole("log").boundingBox();
  const field = eleni.getByRole("textbox", { name: "Write a message" });
  await field.pressSequentially("My card is refused", slowly);
  await expect(line(anna)).toHaveText(/^Eleni.* is typing…$/);
  expect(await anna.getByRole("log").boundingBox()).toEqual(still);
  await anna.mouse.move(0, 0); // the button's tip stands outside of every landmark
  await look(anna, "console-typing");
  await field.fill("");
  await expect(line(anna)).toBeEmpty();

  const reply = anna.getByRole("textbox", { name: /^Reply to Eleni/ });
  await reply.fill("");
  await reply.pressSequentially("I will look into that", slowly);
  await expect(line(eleni)).toHaveText("Support is typing…");
  await look(eleni, "support-typing");
  await anna.keyboard.press("Alt+p");
  await expect(line(eleni)).toBeEmpty();
  const note = anna.getByRole("textbox", { name: /^Note about Eleni/ });
  await note.pressSequentially("Was here last week, too", slowly);
  await expect(line(eleni)).toBeEmpty();
});

test("the network goes away and comes back: nothing is missing", async ({ person }, info) => {
  const look = looks(info);
  const eleni = await person(customer.phone);
  await ask(eleni, "Are you there?");
  const anna = await person(staff.desk);
  await staff.openConsole(anna, "anna", look);
  await staff.take(anna, /Eleni/, "Yes, I am.");
  await anna.context().setOffline(true);
  await expect(anna.getByText(/^You are offline/)).toBeVisible();
  await customer.write(eleni, "Said while you were away");
  await anna.getByRole("textbox", { name: /^Reply/ }).fill("Written without a network");
  await anna.keyboard.press("ControlOrMeta+Enter");
  await expect(anna.getByText("1 message waits to be sent")).toBeVisible();
  await anna.mouse.move(0, 0); // the button's tip stands outside of every landmark
  await look(anna, "console-offline");
  await anna.context().setOffline(false);
  for (const page of [anna, eleni]) {
    for (const words of ["Said while you were away", "Written without a network"]) {
      await expect(page.getByRole("log").getByText(words)).toHaveCount(1, { timeout: 40_000 });
    }
  }
  await expect(anna.getByText(/^You are offline/)).toHaveCount(0);
  await anna.getByRole("button", { name: "Remove this message" }).last().click();
  await anna.getByRole("dialog").getByRole("button", { name: "Remove this message" }).click();
  await expect(eleni.getByRole("log").getByText("This message was removed.")).toHaveCount(1);
});
