// The support service's side of the road, in the console.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Look } from "./look";
import { logIn } from "./sign-in";

export const desk = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" } as const;

export async function openConsole(page: Page, username: string, look: Look): Promise<void> {
  await page.goto("/console");
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await look(page);
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByRole("textbox", { name: "User name" })).toBeVisible();
  await logIn(page, username, /\/console$/);
  await expect(page.getByRole("tab", { name: /Queue/ })).toBeVisible();
}

/** 7: takes the conversation that waits, and answers. */
export async function take(page: Page, customer: RegExp, words: string): Promise<void> {
  await page.getByRole("button", { name: customer }).first().click();
  await page.getByRole("button", { name: "Take", exact: true }).first().click();
  await page.getByRole("textbox", { name: /^Reply/ }).fill(words);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log").getByText(words)).toBeVisible();
}

export const theCase = (page: Page) => page.getByRole("complementary", { name: "Case" });

/** Shows a part of the case. */
export async function showTab(page: Page, name: "Case" | "Documents" | "Notes" | "Log"): Promise<void> {
  await theCase(page).getByRole("tab", { name: new RegExp(`^${name}`) }).click();
}

export async function askForCard(page: Page): Promise<void> {
  await showTab(page, "Documents");
  await theCase(page).getByRole("button", { name: "Ask for bank card" }).click();
  await expect(page.getByText("asked for the bank card")).toBeVisible();
}

export async function askForIdentity(page: Page): Promise<void> {
  await showTab(page, "Documents");
  await theCase(page).getByRole("button", { name: "Ask for identity document" }).click();
  await expect(page.getByText(/asked for (the|an) identity document/)).toBeVisible();
}

/** 9: looks at the documents, accepts them, and ticks the checklist by its keys. */
export async function acceptDocuments(page: Page, look: Look): Promise<void> {
  await showTab(page, "Documents");
  const documents = theCase(page).getByRole("button", { name: "Open" });
  for (const n of [0, 1]) {
    await expect(documents).toHaveCount(2);
    await documents.nth(n).click();
    await expect(page.getByRole("img", { name: "Picture of the document" })).toBeVisible();
    await look(page);
    await page.getByRole("button", { name: "Accept" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(theCase(page).getByText("Accepted", { exact: true })).toHaveCount(n + 1);
  }
  await expect(theCase(page)).toContainText("Matches a saved card");
  await showTab(page, "Case");
  await expect(theCase(page).getByRole("button", { name: "Propose reset" })).toBeDisabled();
  await tick(page, theCase(page));
  await look(page, "road-11-console");
}

/** Ticks every point of a checklist, by the keys that stand beside them. */
async function tick(page: Page, place: Locator): Promise<void> {
  for (const [i, key] of ["1", "2", "3", "4", "5", "6"].entries()) {
    await page.keyboard.press(key);
    await expect(place.getByText(`Checklist ${i + 1}/6`)).toBeVisible();
  }
}

export async function proposeReset(page: Page, look: Look): Promise<void> {
  await showTab(page, "Case");
  await theCase(page).getByRole("button", { name: "Propose reset" }).click();
  const dialog = page.getByRole("dialog", { name: /^Propose a reset/ });
  await expect(dialog).toBeVisible();
  await look(page);
  await dialog.getByRole("button", { name: "Propose reset" }).click();
  await expect(theCase(page).getByText("Waiting for approval")).toBeVisible();
}

/** The second person: nothing can be approved before every document was looked at. */
export async function approveReset(page: Page, customer: RegExp, look: Look): Promise<void> {
  await page.getByRole("tab", { name: /All/ }).click();
  await page.getByRole("button", { name: customer }).first().click();
  await theCase(page).getByRole("button", { name: "Approve reset" }).click();
  const dialog = page.getByRole("dialog", { name: "Approve the reset?" });
  await expect(dialog.getByRole("button", { name: "Approve reset" })).toBeDisabled();
  for (const n of [0, 1]) {
    await dialog.getByRole("button", { name: "Open" }).nth(n).click();
    await expect(page.getByRole("img", { name: "Picture of the document" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeVisible();
  }
  await expect(dialog.getByRole("button", { name: "Approve reset" })).toBeDisabled();
  await tick(page, dialog);
  await expect(dialog.getByRole("button", { name: "Approve reset" })).toBeEnabled();
  await look(page, "road-12-approval");
  await dialog.getByRole("button", { name: "Approve reset" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(theCase(page)).toContainText("Approved by");
}
