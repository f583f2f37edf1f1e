// The gallery's eye: what every state of every page has to be, and the pictures of it.
//
// In CI each state is looked at in English, on a phone, in light and in dark. With
// E2E_SCREENSHOTS=1 it is photographed, too, in every language on a phone, once in the
// dark, and the pages that change with the width once more on a desk, into
// docs/screenshots/pages.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible";

const album = resolve(import.meta.dirname, "../../../docs/screenshots/pages");
const photographs = process.env["E2E_SCREENSHOTS"] !== undefined;
const languages = ["en", "el", "ru", "zh"] as const;

/** In the order of the story; each is a file's. */
const sections = ["account", "pay", "support"] as const;

export const narrow = { width: 360, height: 740 } as const;
const wide = { width: 1280, height: 800 } as const;

/** Cumulative layout shift of a page that does not jump: half of what web.dev calls good. */
const stillness = 0.05;

interface Shift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null; readonly previousRect: DOMRect; readonly currentRect: DOMRect }[];
}

/**
 * Notes from the page's first moment on what moves under the reader's eyes, and how much.
 * The first move after something was pressed is its answer, however long a busy machine
 * takes (browsers count on half a second); whatever moves after that is a jump.
 */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept = window as typeof window & { shifts?: { value: number; what: string }[] };
    kept.shifts = [];
    let asked = false;
    for (const press of ["pointerdown", "keydown"]) window.addEventListener(press, () => (asked = true), { capture: true });
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[]) {
        const what = sources.map(({ node, previousRect: from, currentRect: to }) => {
          const words = node?.textContent?.slice(0, 30) ?? "?";
          return `${node?.nodeName ?? "?"} "${words}" from ${from.y}+${from.height} to ${to.y}+${to.height}`;
        });
        if (!hadRecentInput && !asked) kept.shifts?.push({ value, what: what.join("; ") });
        asked = false;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** The page as it came did not jump. What comes after is looked at anew. */
async function expectStill(page: Page, name: string): Promise<void> {
  const shifts = await page.evaluate(() => {
    const kept = window as typeof window & { shifts?: { value: number; what: string }[] };
    const all = kept.shifts ?? [];
    kept.shifts = [];
    return all;
  });
  const sum = shifts.reduce((n, shift) => n + shift.value, 0);
  expect(sum, `how much ${name} moved while it came: ${JSON.stringify(shifts)}`).toBeLessThan(stillness);
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

/** How a state is photographed. */
interface Shown {
  /** Once more at a desk's width: pages that are more than one narrow column. */
  readonly wide?: boolean;
  /** A chat, whose lines come and go and whose small buttons stand around its thread. */
  readonly chat?: boolean;
}

export class Gallery {
  private readonly folder: string;
  private readonly shown: string[] = [];

  constructor(section: (typeof sections)[number]) {
    this.folder = join(album, section);
  }

  /** A state that can be spoken in four languages by the page's own switch. */
  async show(page: Page, name: string, { wide: alsoWide = false, chat = false }: Shown = {}): Promise<void> {
    await page.locator("main h1").first().waitFor();
    if (!chat) await expectStill(page, name);
    await this.look(page, name);
    if (!chat) await expectReachable(page, name);
    if (!photographs) return;
    for (const language of languages) {
      await page.locator("header select").selectOption(language);
      await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "zh-Hans" : language);
      await this.photograph(page, `${name}-${language}-${narrow.width}`);
      await page.setViewportSize(wide);
      if (alsoWide) await this.photograph(page, `${name}-${language}-${wide.width}`);
      else await expectFitting(page, `${name} in ${language} at ${wide.width} px`);
      await page.setViewportSize(narrow);
    }
    await page.locator("header select").selectOption("en");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await this.inTheDark(page, name);
  }

  /** A state whose language can't be switched, for it covers the page or is offline: as it was opened. */
  async showCovering(page: Page, name: string): Promise<void> {
    await this.look(page, name);
    if (!photographs) return;
    await this.photograph(page, `${name}-en-${narrow.width}`, false);
    await this.inTheDark(page, name, false);
  }

  /** A state that is English whoever reads it: the support service's. */
  async showEnglish(page: Page, name: string): Promise<void> {
    await this.look(page, name);
    await this.photographEnglish(page, name);
  }

  /** The picture alone. */
  async photographEnglish(page: Page, name: string): Promise<void> {
    this.shown.push(name);
    if (photographs) await this.photograph(page, `${name}-en-${page.viewportSize()?.width ?? wide.width}`, name !== "playground");
  }

  private async look(page: Page, name: string): Promise<void> {
    await inBothSchemes(page, () => expectAccessible(page));
    await expectFitting(page, name);
    this.shown.push(name);
  }

  private async inTheDark(page: Page, name: string, whole = true): Promise<void> {
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await this.photograph(page, `${name}-en-${narrow.width}-dark`, whole);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  }

  /** WebP, which Playwright does not make: a third of a JPEG of the same looks. */
  private async photograph(page: Page, file: string, whole = true): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    if (whole) await expectFitting(page, file);
    // Fonts of another language come late, and so does the height they give the page.
    await page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
    const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: Math.max(innerHeight, document.documentElement.scrollHeight) }));
    const devtools = await page.context().newCDPSession(page);
    const { data } = await devtools.send("Page.captureScreenshot", {
      format: "webp",
      quality: 40,
      captureBeyondViewport: whole,
      ...(whole ? { clip: { x: 0, y: 0, width, height, scale: 1 } } : {}),
    });
    await devtools.detach();
    writeFileSync(join(this.folder, `${file}.webp`), Buffer.from(data, "base64"));
  }

  /** Takes the old pictures away; pages come and go. */
  begin(): void {
    if (photographs) rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes the list of the pictures there are, in the order they were taken. */
  close(): void {
    if (photographs && this.shown.length > 0) writeFileSync(join(album, "../README.md"), contents());
  }
}

const widths = [String(narrow.width), String(wide.width), `${narrow.width}-dark`];

/** The list of all pictures, section by section. */
function contents(): string {
  const lists = sections.map((section) => {
    const folder = join(album, section);
    const files = existsSync(folder) ? readdirSync(folder).sort((a, b) => statSync(join(folder, a)).mtimeMs - statSync(join(folder, b)).mtimeMs) : [];
    const names = [...new Set(files.map((file) => file.replace(/-(en|el|ru|zh)-\d+(-dark)?\.webp$/, "")))];
    const cell = (name: string, language: string) =>
      widths
        .map((width) => [width, `${name}-${language}-${width}.webp`] as const)
        .filter(([, file]) => files.includes(file))
        .map(([width, file]) => `[${width.replace("-", " ")}](pages/${section}/${file})`)
        .join(" · ");
    const rows = names.map((name) => `| ${name.replaceAll("-", " ")} | ${languages.map((language) => cell(name, language)).join(" | ")} |`);
    return `## ${section}\n\n| page | English | Greek | Russian | Chinese |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
  });
  return `# Pictures of the pages

\`road-*.png\` are the road of the README, made by \`E2E_SCREENSHOTS=1 npm run e2e -- road\`.

Below is every page in its states, as somebody sees it who comes there: on a phone (360 px
wide) in four languages and in the dark, the pages with more than one column on a desk
(1280 px), too. They and this list are made by \`E2E_SCREENSHOTS=1 npm run e2e -- gallery\`.
What covers the whole page, the support console and the playground are in English.

${lists.join("\n")}`;
}

async function inBothSchemes(page: Page, look: () => Promise<void>): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await look();
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await look();
}
