// Signing in as a person does: with the development provider's own login page.
import { type Page } from "@playwright/test";

const password = "demo-password";

/**
 * Fills the provider's login form where it is shown. Somebody who signed in within the
 * last five minutes is not asked again, and is at `after` at once.
 */
export async function logIn(page: Page, username: string, after: RegExp): Promise<void> {
  const name = page.getByRole("textbox", { name: "User name" });
  await Promise.race([name.waitFor(), page.waitForURL(after)]);
  if (after.test(page.url())) return;
  await name.fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(after);
}
