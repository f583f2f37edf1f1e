// A person without a mouse: Tab, Enter, Space, arrows, and what is typed. After every key
// the focus has to be somewhere: whoever loses it begins again at the page's top.
import { expect, type Locator, type Page } from "@playwright/test";

/** So many presses of Tab lead around the longest page. */
const aroundThePage = 120;

/** The focus is on something, once the page has come to rest. */
export async function expectFocusKept(page: Page, after: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body), { message: `the focus after ${after}` })
    .toBe(true);
}

/** Presses Tab until the focus is there; fails when it never comes there, or when nothing shows where it is. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < aroundThePage; pressed++) {
    if (await target.evaluate((e) => e === document.activeElement)) {
      expect(await target.evaluate(isShown), `what shows that ${String(target)} has the focus`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

/** Whether an outline, a shadow or a border shows the focus, on the thing itself or around it. */
function isShown(element: Element): boolean {
  for (let e: Element | null = element; e && e !== document.body; e = e.parentElement) {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e);
    if (outlineStyle !== "none" && outlineWidth !== "0px") return true;
    if (e === element && boxShadow !== "none") return true;
  }
  return false;
}

/** Goes to a button or a link and presses it. */
export async function pressOn(page: Page, target: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
  await tabTo(page, target);
  const name = String(target);
  await page.keyboard.press(key);
  await expectFocusKept(page, `${key} on ${name}`);
}

/** Goes to a field and types over what is in it. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

/** Goes to a list and takes the choice with the words, as its first letters are typed. */
export async function choose(page: Page, list: Locator, words: string): Promise<void> {
  await tabTo(page, list);
  await page.keyboard.type(words);
  await expect(list.locator("option:checked")).toHaveText(new RegExp(`^${words}`));
}

/** The development provider's sign-in, when it asks. */
export async function logInByKeyboard(page: Page, username: string, after: RegExp): Promise<void> {
  const name = page.getByRole("textbox", { name: "User name" });
  await Promise.race([name.waitFor(), page.waitForURL(after)]);
  if (after.test(page.url())) return;
  await typeInto(page, name, username);
  await typeInto(page, page.getByLabel("Password", { exact: true }), "demo-password");
  await page.keyboard.press("Enter");
  await page.waitForURL(after);
}
