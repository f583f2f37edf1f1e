// Every page in its main states, as somebody sees it who comes there: with what is empty,
// slow, offline, broken, over, held and frozen. See support/gallery for what is asked of each.
import { type Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import * as customer from "./support/customer";
import { Gallery, narrow, watchShifts } from "./support/gallery";
import { linkIn, mailTo } from "./support/mail";
import { logIn } from "./support/sign-in";
import { desk, openConsole } from "./support/staff";
import { expect, test } from "./support/test";

test.use({
  house: "gallery",
  // What is made to fail here fails in the browser's console, too.
  excuse: /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket connection|dynamically imported module|Unable to preload CSS/,
});

const gallery = new Gallery("account");
test.afterAll(() => gallery.close());

const phone = { viewport: narrow, hasTouch: true, isMobile: true, reducedMotion: "reduce" } as const;
const nothing = async () => {};
const submit = (page: Page) => page.locator("main form [type=submit]").first();

async function at(page: Page, path: string, testid: string): Promise<void> {
  await page.goto("about:blank"); // another fragment alone is no new page
  await page.goto(path);
  await expect(page.getByTestId(testid)).toBeVisible();
}

async function signedIn(page: Page, who: string, path: string, lands: RegExp): Promise<void> {
  await page.goto(`/auth/customer/start?next=${path}`);
  await logIn(page, who, lands);
}

test("without signing in", async ({ person }) => {
  gallery.begin();
  const page = await person(phone);
  await watchShifts(page);
  await at(page, "/", "home");
  await gallery.show(page, "home", { wide: true });
  await at(page, "/no/such/page", "not-found");
  await gallery.show(page, "not-found");
  await at(page, "/confirm#t=dead", "email-link-asked");
  await gallery.show(page, "email-link");
  await page.getByTestId("email-link-asked").getByRole("button").click();
  await expect(page.getByTestId("email-link-dead")).toBeVisible();
  await gallery.show(page, "email-link-dead");
  await at(page, "/not-me#t=dead", "not-me-asked");
  await gallery.show(page, "not-me");
  await page.getByTestId("not-me-asked").getByRole("button").click();
  await expect(page.getByTestId("not-me-dead")).toBeVisible();
  await gallery.show(page, "not-me-dead");
  await page.goto("/support");
  await gallery.show(page, "support-stranger");
  await at(page, "/recover", "recovery-begin");
  await expect(page.getByTestId("captcha")).toHaveJSProperty("complete", true);
  await gallery.show(page, "recovery-begin", { wide: true });
  await submit(page).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await gallery.show(page, "recovery-begin-errors");
});

test("slow, offline, failing, broken", async ({ person }) => {
  const page = await person(phone);
  await watchShifts(page);
  let answer = () => {};
  const answered = new Promise<void>((done) => (answer = done));
  await page.route("**/graphql", async (route) => {
    await answered;
    await route.continue();
  });
  await page.goto("/");
  await expect(page.getByText("Still working.")).toBeVisible();
  await expect(page.getByRole("status", { name: "Loading" })).toBeVisible();
  answer();
  await expect(page.getByTestId("home")).toBeVisible();
  await expect(page.getByText("Still working.")).toHaveCount(0);
  await page.unroute("**/graphql");

  await at(page, "/recover", "recovery-begin");
  await page.locator("[name=email]").fill("somebody@shop.example");
  await page.context().setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await page.getByTestId("recovery-begin").locator("[type=submit]").click();
  await expect(page.getByTestId("recovery-begin").getByRole("alert").first()).toBeVisible();
  await expect(page.locator("[name=email]")).toHaveValue("somebody@shop.example");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.context().setOffline(false);
  await expect(page.getByText("You are offline.")).toHaveCount(0);

  await page.route("**/graphql", (route) => route.abort());
  await page.goto("/account");
  await expect(page.getByTestId("unreachable")).toBeVisible();
  await page.unroute("**/graphql");
  const failure = { errors: [{ message: "internal error", extensions: { code: "INTERNAL", requestId: "5b0f2c1e-77" } }], data: null };
  await page.route("**/graphql", (route) => route.fulfill({ json: failure }));
  await page.goto("/account");
  await expect(page.getByTestId("unreachable")).toContainText("5b0f2c1e-77");
  await page.unroute("**/graphql");
  await page.getByTestId("unreachable").getByRole("button").click();
  await expect(page.getByTestId("home")).toBeVisible();

  await page.route("**/assets/recover-page*", (route) => route.abort());
  await page.goto("/recover");
  await expect(page.getByTestId("broken")).toContainText("A part of this page could not be loaded");
  await gallery.show(page, "broken");
  await page.unroute("**/assets/recover-page*");
  await page.getByRole("button", { name: "Load the page again" }).click();
  await expect(page.getByTestId("recovery-begin")).toBeVisible();
});

test("from the first sign-in to the account", async ({ person, program }) => {
  const page = await person(phone);
  await watchShifts(page);
  await signedIn(page, "new", "/account", /\/confirm-email$/);
  await at(page, "/confirm-email", "email-send");
  await gallery.show(page, "email-send");
  await page.locator("[name=email]").fill("not an address");
  await submit(page).click();
  await expect(page.locator("[aria-invalid=true]")).toBeVisible();
  await gallery.show(page, "email-send-error");
  await page.locator("[name=email]").fill("new@shop.example");
  await submit(page).click();
  await expect(page.getByTestId("email-sent")).toBeVisible();
  await gallery.show(page, "email-sent");
  await page.goto("about:blank");
  await page.goto(linkIn(await mailTo(program, "new@shop.example", /Confirm your e-mail/), "/confirm"));
  await page.getByTestId("email-link-asked").getByRole("button").click();
  await expect(page.getByTestId("email-link-confirmed")).toBeVisible();
  await gallery.show(page, "email-link-confirmed");
  await at(page, "/questionnaire", "questionnaire");
  await gallery.show(page, "questionnaire", { wide: true });
  await submit(page).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await gallery.show(page, "questionnaire-errors");
  await customer.completeQuestionnaire(page, nothing);
  await expect(page.getByTestId("account")).toBeVisible();
  await gallery.show(page, "account-new");
  await at(page, "/account/cards", "cards");
  await gallery.show(page, "cards-none");
});

test("the account centre", async ({ person }) => {
  const page = await person(phone);
  await watchShifts(page);
  await signedIn(page, "eleni", "/account", /\/account$/);
  await at(page, "/account", "account");
  await gallery.show(page, "account", { wide: true });
  await at(page, "/account/cards", "cards");
  await gallery.show(page, "cards", { wide: true });
  await page.getByRole("button", { name: "Add a card" }).click();
  await expect(page.getByTestId("add-card")).toBeVisible();
  await gallery.show(page, "card-add");
  await submit(page).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await gallery.show(page, "card-add-errors");
  await at(page, "/account/security", "security");
  await expect(page.getByTestId("sessions")).toBeVisible();
  await gallery.show(page, "security", { wide: true });
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await expect(page.getByTestId("change-password")).toBeVisible();
  await gallery.show(page, "security-password");
  await page.getByRole("button", { name: "Choose new ones" }).click();
  await expect(page.getByTestId("change-questions").getByRole("group").nth(2)).toBeVisible();
  await gallery.show(page, "security-questions");
  await page.goto("/support");
  await gallery.show(page, "support-topics", { wide: true });
});

test("a session that ended while somebody typed", async ({ person }) => {
  const page = await person(phone);
  await watchShifts(page);
  await signedIn(page, "eleni", "/account/security", /\/account\/security$/);
  await page.getByRole("button", { name: "Change", exact: true }).click();
  const form = page.getByTestId("change-password");
  await form.locator("input").nth(0).fill("what I had");
  await form.locator("input").nth(1).fill("what I want from now on");
  await form.locator("input").nth(2).fill("what I want from now on");
  await page.context().clearCookies();
  await submit(page).click();
  await expect(page.getByTestId("session-ended")).toBeVisible();
  await expect(form.locator("input").nth(1)).toHaveValue("what I want from now on");
  await gallery.show(page, "session-ended");
  const [beside] = await Promise.all([page.waitForEvent("popup"), page.getByTestId("session-ended").getByRole("button").click()]);
  const closed = beside.waitForEvent("close");
  await beside.getByRole("textbox", { name: "User name" }).fill("eleni");
  await beside.getByLabel("Password", { exact: true }).fill("demo-password");
  await beside.getByRole("button", { name: "Sign in", exact: true }).click();
  await closed;
  await expect(page.getByText("You are signed in again.")).toBeVisible();
  await expect(form.locator("input").nth(1)).toHaveValue("what I want from now on");
  await submit(page).click();
  await expect(form.getByText(/tries are left/)).toBeVisible(); // the server knows who asks
});

test("recovery, held, frozen", async ({ person, program }) => {
  const page = await person(phone);
  await watchShifts(page);
  await signedIn(page, "eleni", "/recover", /\/recover$/);
  await at(page, "/recover", "recovery-begin");
  await submit(page).click();
  await expect(page.getByTestId("recovery-sent")).toBeVisible();
  await gallery.show(page, "recovery-sent");
  await page.goto("about:blank");
  await page.goto(linkIn(await mailTo(program, "eleni@shop.example", /Recover your payment password/), "/recover"));
  await expect(page.getByTestId("recovery-link")).toBeVisible();
  await gallery.show(page, "recovery-link");
  await page.getByTestId("recovery-link").getByRole("button").first().click();
  await expect(page.getByTestId("recovery-sign-in")).toBeVisible();
  await gallery.show(page, "recovery-sign-in");
  await page.getByRole("link", { name: /^Sign in/ }).click();
  await logIn(page, "eleni", /\/recover$/);
  await expect(page.getByTestId("recovery-answers")).toBeVisible();
  await gallery.show(page, "recovery-answers", { wide: true });
  await customer.answerQuestions(page, customer.secrets.eleni.answers);
  await expect(page.getByTestId("recovery-password")).toBeVisible();
  await gallery.show(page, "recovery-password", { wide: true });
  await page.locator("[name=new-password]").fill(customer.secrets.recovered.password);
  await page.locator("[name=new-password-again]").fill(customer.secrets.recovered.password);
  await submit(page).click();
  await expect(page.getByTestId("recovery-done")).toBeVisible();
  await gallery.show(page, "recovery-done");

  await signedIn(page, "eleni", "/account", /\/account$/);
  await at(page, "/account", "account");
  await expect(page.getByText("Payments and new cards wait").first()).toBeVisible();
  await gallery.show(page, "account-held");
  await at(page, "/account/cards", "cards");
  await gallery.show(page, "cards-held");
  await at(page, linkIn(await mailTo(program, "eleni@shop.example", /You have a new payment password|recover/i), "/not-me"), "not-me-asked");
  await page.getByTestId("not-me-asked").getByRole("button").click();
  await expect(page.getByTestId("not-me-stopped")).toBeVisible();
  await gallery.show(page, "not-me-stopped");
  await signedIn(page, "eleni", "/account", /\/account$/);
  await at(page, "/account", "account");
  await gallery.show(page, "account-frozen");
});

test("a recovery that is locked", async ({ person, program }) => {
  const page = await person(phone);
  await watchShifts(page);
  // The account that was opened above: no other mail of this kind went there.
  await customer.beginRecovery(page, program, "new@shop.example", "new", "link", nothing);
  for (const wrong of [1, 2, 3]) {
    await customer.answerQuestions(page, customer.secrets.wrong);
    if (wrong < 3) await expect(page.getByTestId("recovery-answers").getByRole("alert")).toBeVisible();
    if (wrong === 1) await gallery.show(page, "recovery-answers-wrong");
  }
  await expect(page.getByTestId("recovery-locked")).toBeVisible();
  await gallery.show(page, "recovery-locked");
});

test("the support console and the playground", async ({ person }) => {
  const page = await person(desk);
  await page.goto("/console");
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await gallery.showEnglish(page, "console-sign-in");
  await openConsole(page, "anna", nothing);
  await gallery.showEnglish(page, "console");
});

test("the playground", async ({ person }) => {
  const page = await person(desk);
  // The editor takes its colours when it starts.
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/playground");
    await expect(page.getByRole("button", { name: /^Execute query/ })).toBeVisible({ timeout: 30_000 });
    // GraphiQL's tabs hold their own close buttons; that is its to change.
    await expectAccessible(page, ["nested-interactive"]);
  }
  await gallery.photographEnglish(page, "playground");
});
