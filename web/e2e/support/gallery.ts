// The gallery's eye: what every state of every page has to be, and the pictures of it.
//
// In CI each state is looked at in English, on a phone, in light and in dark. With
// E2E_SCREENSHOTS=1 it is photographed, too, in every language, at both widths, into
// docs/screenshots/pages.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible";

const folder = resolve(import.meta.dirname, "../../../docs/screenshots/pages");
const photographs = process.env["E2E_SCREENSHOTS"] !== undefined;
const languages = ["en", "el", "ru", "zh"] as const;

/** Less than a page of its own: photographed on a phone alone. */
const aside = /-(error|errors|dead|wrong)$/;

export const narrow = { width: 360, height: 740 } as const;
const wide = { width: 1280, height: 800 } as const;

/** Cumulative layout shift of a page that does not jump; web.dev calls 0.1 good. */
const stillness = 0.1;

/** Says from the page's first moment on how much it moves under the reader's eyes. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept = window as typeof window & { shifted?: number };
    kept.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) kept.shifted = (kept.shifted ?? 0) + entry.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** Nothing is wider than the page, and no word of a button or a badge is cut off. */
async function expectFitting(page: Page, name: string): Promise<void> {
  const cut = await page.evaluate(() => {
    const root = document.documentElement;
    const wider = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} px wide, the window ${root.clientWidth}`] : [];
    const clipped = [...document.querySelectorAll<HTMLElement>("button, a, label, .mantine-Badge-label, .mantine-Button-label, h1, h2")]
      .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && getComputedStyle(e).overflowX !== "visible")
      .map((e) => `cut off: ${e.textContent}`);
    return [...wider, ...clipped];
  });
  expect(cut, name).toEqual([]);
}

/** What is pressed with a thumb: a target of 44 px, counted with the ground that belongs to it. */
async function expectReachable(page: Page, name: string): Promise<void> {
  const small = await page.evaluate(() => {
    const reach = (e: Element) => {
      const own = (e.closest(".mantine-Input-input") ?? e).getBoundingClientRect();
      const around = getComputedStyle(e, "::after");
      const more = around.content !== "none" && around.position === "absolute" ? -2 * (Number.parseFloat(around.top) || 0) : 0;
      const label = e instanceof HTMLInputElement ? (e.labels?.[0]?.getBoundingClientRect().height ?? 0) : 0;
      return Math.max(own.height + Math.max(0, more), label);
    };
    return [...document.querySelectorAll("main button, header a, header select, main select, main input, main textarea, main a.mantine-Button-root")]
      .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getBoundingClientRect().width > 1)
      .filter((e) => !e.matches(".mantine-PasswordInput-visibilityToggle, p button, span button"))
      .filter((e) => reach(e) < 43.5)
      .map((e) => `${e.tagName.toLowerCase()} "${e.textContent.trim() || (e.getAttribute("aria-label") ?? e.getAttribute("name") ?? "")}" is ${Math.round(reach(e))} px high`);
  });
  expect(small, name).toEqual([]);
}

export class Gallery {
  private readonly shown: string[] = [];

  /** A state that can be spoken in four languages by the page's own switch. */
  async show(page: Page, name: string): Promise<void> {
    await this.look(page, name);
    if (!photographs) return;
    for (const language of languages) {
      await page.locator("header select").selectOption(language);
      await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "zh-Hans" : language);
      await this.photograph(page, name, language);
    }
    await page.locator("header select").selectOption("en");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.setViewportSize(narrow);
  }

  /** A state that is English whoever reads it: the support service's. */
  async showEnglish(page: Page, name: string): Promise<void> {
    await inBothSchemes(page, () => expectAccessible(page));
    await expectFitting(page, name);
    await this.photographEnglish(page, name);
  }

  /** The picture alone. */
  async photographEnglish(page: Page, name: string): Promise<void> {
    this.shown.push(name);
    if (photographs) await this.photograph(page, name, "en");
  }

  private async look(page: Page, name: string): Promise<void> {
    await page.locator("main h1").first().waitFor();
    const shifted = await page.evaluate(() => (window as typeof window & { shifted?: number }).shifted ?? 0);
    expect(shifted, `how much ${name} moved while it came`).toBeLessThan(stillness);
    await inBothSchemes(page, () => expectAccessible(page));
    await expectFitting(page, name);
    await expectReachable(page, name);
    this.shown.push(name);
  }

  private async photograph(page: Page, name: string, language: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const sizes = aside.test(name) ? [narrow] : [narrow, wide];
    for (const size of sizes) {
      await page.setViewportSize(size);
      if (name !== "playground") await expectFitting(page, `${name} in ${language} at ${size.width} px`);
      const path = join(folder, `${name}-${language}-${size.width}.jpg`);
      await page.screenshot({ path, type: "jpeg", quality: 45, animations: "disabled", caret: "hide", fullPage: true });
    }
  }

  /** Takes the old pictures away; pages come and go. */
  begin(): void {
    if (photographs) rmSync(folder, { recursive: true, force: true });
  }

  /** Writes the list of the pictures there are, in the order they were taken. */
  close(): void {
    if (!photographs || this.shown.length === 0) return;
    const files = readdirSync(folder).sort((a, b) => statSync(join(folder, a)).mtimeMs - statSync(join(folder, b)).mtimeMs);
    const names = [...new Set(files.map((file) => file.replace(/-(en|el|ru|zh)-\d+\.jpg$/, "")))];
    const row = (name: string) => {
      const cell = (language: string) =>
        [narrow.width, wide.width]
          .map((width) => `${name}-${language}-${width}.jpg`)
          .filter((file) => files.includes(file))
          .map((file) => `[${/(\d+)\.jpg$/.exec(file)?.[1] ?? file}](pages/${file})`)
          .join(" ");
      return `| ${name.replaceAll("-", " ")} | ${languages.map(cell).join(" | ")} |`;
    };
    const text = `# Pictures of the pages

\`road-*.png\` are the road of the README, made by \`E2E_SCREENSHOTS=1 npm run e2e -- road\`.

Below is every page in its main states, in four languages, 360 and 1280 px wide. They and
this list are made by \`E2E_SCREENSHOTS=1 npm run e2e -- gallery\`. The support console and
the playground are in English.

| page | English | Greek | Russian | Chinese |
|---|---|---|---|---|
${names.map(row).join("\n")}
`;
    writeFileSync(join(folder, "../README.md"), text);
  }
}

async function inBothSchemes(page: Page, look: () => Promise<void>): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await look();
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await look();
}
