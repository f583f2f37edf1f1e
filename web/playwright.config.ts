// Browser tests against the built program, each file with a program and data of its own.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { defineConfig } from "@playwright/test";

const chromium = process.env["WALLETDESK_CHROMIUM"] ?? execFileSync(resolve(import.meta.dirname, "../scripts/chromium"), { encoding: "utf8" }).trim();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1, // a program, its database and three browsers fill two cores
  retries: 0,
  forbidOnly: true,
  timeout: 300_000, // the longest walk takes one minute on two idle cores
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    launchOptions: {
      executablePath: chromium,
      // Chromium's sandbox does not start for root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
    locale: "en-GB",
    timezoneId: "UTC",
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
