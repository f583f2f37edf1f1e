// A look at a page on the way: a picture of it, and whether everybody can use it.
import { copyFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Page, type TestInfo } from "@playwright/test";
import { expectAccessible } from "./accessible";

const published = resolve(import.meta.dirname, "../../../docs/screenshots");

export type Look = (page: Page, name?: string) => Promise<void>;

/**
 * Looks of one test. Those with a name are kept with the test's results; those of the
 * road itself go to docs/screenshots, too, when E2E_SCREENSHOTS asks for it.
 */
export function looks(info: TestInfo): Look {
  return async (page, name) => {
    await page.locator("h1").first().waitFor({ state: "attached" }); // while it loads there is none
    await expectAccessible(page);
    if (name === undefined) return;
    const file = info.outputPath(`${name}.png`);
    await page.screenshot({ path: file, animations: "disabled" });
    if (process.env["E2E_SCREENSHOTS"] === undefined || !info.file.endsWith("road.spec.ts")) return;
    mkdirSync(published, { recursive: true });
    copyFileSync(file, join(published, `${name}.png`));
  };
}
