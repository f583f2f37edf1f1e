// 8: the customer covers the middle digits in the page and sends the picture.
import { expect, type Page } from "@playwright/test";
import type { Look } from "./look";

/** A rectangle in fractions of the picture. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The first half of the middle eight digits of /dev/card.jpg. */
export const half: Box = { left: 0.335, top: 0.46, right: 0.45, bottom: 0.56 };

export async function choosePicture(page: Page, file: Buffer): Promise<void> {
  await page.getByTestId("document-request").getByRole("button").click();
  await expect(page.getByTestId("document-choose")).toBeVisible();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a picture" }).click();
  await (await chooser).setFiles({ name: "card.jpg", mimeType: "image/jpeg", buffer: file });
  await expect(page.getByTestId("document-edit")).toBeVisible();
}

/** Takes the covers that are there away and draws one. */
export async function drawCover(page: Page, box: Box): Promise<void> {
  const covers = page.getByRole("button", { name: /^Cover \d of \d/ });
  for (let n = await covers.count(); n > 0; n--) {
    await covers.first().focus();
    await page.keyboard.press("Delete");
    await expect(covers).toHaveCount(n - 1);
  }
  const stage = page.getByTestId("cover-stage");
  await stage.scrollIntoViewIfNeeded();
  const at = await stage.boundingBox();
  if (!at) throw new Error("the picture is not to be seen");
  const point = (x: number, y: number) => [at.x + x * at.width, at.y + y * at.height] as const;
  await page.mouse.move(...point(box.left, box.top));
  await page.mouse.down();
  await page.mouse.move(...point((box.left + box.right) / 2, box.bottom), { steps: 3 });
  await page.mouse.move(...point(box.right, box.bottom), { steps: 3 });
  await page.mouse.up();
  await expect(covers).toHaveCount(1);
}

/** The page has found the number, says what can still be seen of it, and puts the cover right. */
export async function layFoundCover(page: Page): Promise<void> {
  const finder = page.getByTestId("finder");
  await expect(finder).toHaveAttribute("data-at", "found", { timeout: 60_000 });
  await expect(finder).toContainText("can still be seen");
  await page.getByRole("button", { name: "Put the cover right" }).click();
  await expect(finder).toContainText("digits 5 to 12 of 16 are covered");
  await expect(page.getByRole("button", { name: /^Cover \d of \d/ })).toHaveCount(1);
}

/** Looks once more and sends; the verdict's code, as the page shows it. */
export async function sendPicture(page: Page, look: Look): Promise<string> {
  await page.getByRole("button", { name: "See what is sent" }).click();
  await expect(page.getByRole("img", { name: "The picture as it is sent" })).toBeVisible();
  await look(page);
  await page.getByRole("button", { name: "Send this picture" }).click();
  const verdict = page.getByTestId("document-verdict").filter({ visible: true });
  await expect(verdict).toBeVisible({ timeout: 60_000 });
  return (await verdict.getAttribute("data-verdict")) ?? "";
}
