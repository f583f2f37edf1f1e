import { afterEach, beforeEach, expect, it } from "vitest";
import { keepFocus } from "./keep-focus";

let end: () => void;
const find = (selector: string) => document.querySelector<HTMLElement>(selector) as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = `<main><h1>Page</h1><section><h2>Part</h2><form><button>Send</button><button id="other">Other</button></form></section></main>`;
  end = keepFocus(find("main"));
});
afterEach(() => end());

/** The observer speaks after the change. */
const settled = () => new Promise((done) => setTimeout(done, 0));

it("goes to the heading of what took its place", async () => {
  find("button").focus();
  find("form").remove();
  await settled();
  expect(document.activeElement).toBe(find("h2"));
});

it("goes to the page's heading when the whole part is gone", async () => {
  find("button").focus();
  find("section").remove();
  await settled();
  expect(document.activeElement).toBe(find("h1"));
});

it("comes back to a button that was switched off while it waited", async () => {
  const button = find("button") as HTMLButtonElement;
  button.focus();
  button.blur(); // browsers do it by themselves; jsdom does it only before
  button.disabled = true;
  await settled();
  expect(document.activeElement).toBe(document.body);
  button.disabled = false;
  await settled();
  expect(document.activeElement).toBe(button);
});

it("leaves alone who has gone on", async () => {
  find("button").focus();
  find("#other").focus();
  find("button").remove();
  await settled();
  expect(document.activeElement).toBe(find("#other"));
});

it("leaves alone who pressed beside everything", async () => {
  find("button").focus();
  find("button").blur();
  await settled();
  find("h2").textContent = "Changed";
  find("form").remove();
  await settled();
  expect(document.activeElement).toBe(document.body);
});
