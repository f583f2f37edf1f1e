// What every browser test gets: a running program, and people with browsers of their own
// whose consoles stay clean.
import { readFileSync } from "node:fs";
import { test as base, expect, type BrowserContextOptions, type Page } from "@playwright/test";
import { Program } from "./program";

export { expect };

interface ForTest {
  /** Opens a browser of a person's own; what goes wrong in it fails the test. */
  person: (options?: BrowserContextOptions) => Promise<Page>;
  /** What a browser may complain of; nothing, if null. */
  excuse: RegExp | null;
  log: undefined;
}

interface ForWorker {
  program: Program;
  /** A file that sets a name of its own here gets a program of its own. */
  house: string;
  /** Whether what the browsers send to that program is kept to be looked at. */
  tapped: boolean;
}

export const test = base.extend<ForTest, ForWorker>({
  house: ["shared", { option: true, scope: "worker" }],
  tapped: [false, { option: true, scope: "worker" }],
  program: [
    async ({ house, tapped }, use) => {
      const program = await Program.start(tapped).catch((error: unknown) => {
        throw new Error(`the program for ${house}`, { cause: error });
      });
      await use(program);
      await program.stop();
      await program.remove();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ program }, use) => use(program.url),
  excuse: [null, { option: true }],
  person: async ({ browser, baseURL, excuse }, use) => {
    const complaints: string[] = [];
    const listen = (page: Page) => {
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.stack ?? error.message}`));
    };
    const contexts: Page[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), ...options });
      context.on("page", listen);
      const page = await context.newPage();
      contexts.push(page);
      return page;
    });
    for (const page of contexts) await page.context().close();
    expect(complaints.filter((text) => excuse?.test(text) !== true), "what the browsers' consoles complain of").toEqual([]);
  },
  log: [
    async ({ program }, use, info) => {
      await use(undefined);
      if (info.status !== info.expectedStatus) await info.attach("program.log", { body: readFileSync(program.logFile), contentType: "text/plain" });
    },
    { auto: true },
  ],
});
