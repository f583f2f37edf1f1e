// The playground: GraphiQL on both doors, nothing from elsewhere, nothing complained of.
import { type Page } from "@playwright/test";
import { expect, test } from "./support/test";
import { logIn } from "./support/sign-in";

test.use({ house: "playground" });

const doors = [
  { door: "customer", link: /Customer/, signIn: "Sign in as a shopper", username: "eleni", name: "Eleni", who: "viewer", first: "Viewer", last: "ConversationEvents" },
  { door: "console", link: /Console/, signIn: "Sign in as an operator", username: "anna", name: "Anna", who: "operator", first: "Operator", last: "AddNote" },
] as const;

const run = (page: Page) => page.getByRole("button", { name: /^Execute query/ });
const answer = (page: Page) => page.getByRole("region", { name: "Result Window" });
const editor = (page: Page) => page.getByRole("region", { name: "Operation Editor" });

/** Puts a text into one of the editors as by typing over all of it. */
async function write(page: Page, region: string, text: string): Promise<void> {
  const area = page.getByRole("region", { name: region });
  await area.locator(".view-lines").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

async function openPlayground(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(run(page)).toBeVisible({ timeout: 30_000 });
  await expect(editor(page).locator(".view-lines")).toContainText("query");
}

test("loads everything from its own server", async ({ person, program }) => {
  const page = await person();
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(program.url)) foreign.push(request.url());
  });
  const failed: string[] = [];
  page.on("requestfailed", (request) => failed.push(`${request.url()} ${request.failure()?.errorText ?? ""}`));
  await openPlayground(page, "/playground");
  await expect.poll(() => page.workers().length, { message: "the editor's workers" }).toBeGreaterThanOrEqual(2);
  expect(foreign).toEqual([]);
  expect(failed).toEqual([]);
});

for (const d of doors) {
  test(`${d.door}: asks who is signed in, before and after, beside its examples`, async ({ person, program }) => {
    const page = await person({ viewport: { width: 1600, height: 900 } });
    await openPlayground(page, "/playground");
    await page.getByRole("link", { name: d.link }).click();
    await expect(page.getByRole("status").filter({ hasText: "Nobody is signed in" })).toBeVisible();
    await expect(run(page)).toBeVisible();
    await run(page).click();
    await expect(answer(page)).toContainText(`"${d.who}": null`);

    await page.getByRole("link", { name: d.signIn }).click();
    await logIn(page, d.username, /\/playground$/);
    await expect(page.getByRole("link", { name: d.link })).toHaveAttribute("aria-current", "page");
    await expect(page.getByText(/^Signed in as /)).toContainText(d.name);
    await run(page).click();
    await expect(answer(page)).toContainText(`"name": "${d.name}`);

    const tabs = page.getByRole("tab");
    expect(await tabs.count()).toBeGreaterThan(6);
    await expect(tabs.first()).toContainText(d.first);
    await expect(tabs.last()).toContainText(d.last);
    expect(new URL(page.url()).origin).toBe(program.url);
  });
}

test("helps with words and explains them", async ({ person }) => {
  const page = await person();
  await openPlayground(page, "/playground");
  await write(page, "Operation Editor", "{ secur");
  await page.keyboard.press("Control+Space");
  const suggestion = page.getByRole("option", { name: /securityQuestionCatalogue/ });
  await expect(suggestion).toBeVisible();
  await suggestion.click();
  await expect(editor(page).locator(".view-lines")).toContainText("securityQuestionCatalogue");

  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  const docs = page.getByRole("complementary", { name: "Documentation Explorer" }).or(page.locator(".graphiql-plugin"));
  await docs.getByRole("link", { name: "Mutation", exact: true }).first().click();
  await expect(docs).toContainText("takeConversation");
  await expect(docs).toContainText("Of many takers one wins");
});

test("follows a conversation over the socket on both doors", async ({ person }) => {
  const eleni = await person();
  await eleni.goto("/auth/customer/start?next=/playground");
  await logIn(eleni, "eleni", /\/playground$/);
  await expect(run(eleni)).toBeVisible({ timeout: 30_000 });
  await write(eleni, "Operation Editor", 'mutation { openConversation(input: {topic: OTHER}) { conversation { id } problem { code } } }');
  await run(eleni).click();
  await expect(answer(eleni)).toContainText('"id":');
  const id = /"id":\s*"([0-9a-f-]{36})"/.exec((await answer(eleni).innerText()).replaceAll("\u00a0", " "))?.[1] ?? "";
  expect(id).not.toBe("");

  const anna = await person();
  await anna.goto("/auth/workforce/start?next=/playground");
  await logIn(anna, "anna", /\/playground$/);
  await anna.getByRole("link", { name: /Console/ }).click();
  await expect(run(anna)).toBeVisible({ timeout: 30_000 });
  for (const page of [eleni, anna]) {
    await write(page, "Operation Editor", `subscription { conversationEvents(conversationId: "${id}", after: 0) { message { seq body code } } }`);
    await run(page).click();
    await expect(page.getByRole("button", { name: /^Stop query/ })).toBeVisible();
  }
  // A second window of the customer's writes; both who follow see it.
  const second = await eleni.context().newPage();
  await openPlayground(second, "/playground");
  await write(second, "Operation Editor", `mutation { sendMessage(input: {conversationId: "${id}", clientId: "${crypto.randomUUID()}", body: "heard on both doors"}) { message { seq } problem { code } } }`);
  await run(second).click();
  await expect(answer(second)).toContainText('"seq"');
  for (const page of [eleni, anna]) await expect(answer(page)).toContainText("heard on both doors");
  for (const page of [eleni, anna]) await page.getByRole("button", { name: /^Stop query/ }).click();
});
