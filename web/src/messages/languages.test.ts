/** The other languages say everything that English says, with the same things put in. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createIntl } from "react-intl";
import { describe, expect, it } from "vitest";
import { languages } from "../shared/i18n/languages";

/** What operators and developers read is English. */
const english = ["console.json", "desk.json", "playground.json"];
const files = readdirSync(join(import.meta.dirname, "en")).filter((name) => !english.includes(name));

function words(language: string, file: string): Record<string, string> {
  const path = join(import.meta.dirname, language, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>) : {};
}

/** The names of what is put into a message, sorted. They begin in lower case; a word in a branch that stands alone does not. */
function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{\s*([a-z]\w*)\s*[,}]/g)].map((m) => m[1] ?? ""))].sort();
}

/** Tags around words, as <link>…</link>. */
function tagsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/<(\w+)>/g)].map((m) => m[1] ?? ""))].sort();
}

/** Formats a message with numbers from which each plural form follows; tells what went wrong. */
function formatted(locale: string, message: string): { readonly failures: unknown[]; readonly text: string } {
  const failures: unknown[] = [];
  const intl = createIntl({ locale, messages: { m: message }, onError: (e) => failures.push(e.message) });
  const tags = Object.fromEntries(tagsOf(message).map((name) => [name, (chunks: unknown[]) => chunks.join("")]));
  const text = [0, 1, 2, 5, 21].map((n) =>
    intl.formatMessage({ id: "m" }, { ...Object.fromEntries(argumentsOf(message).map((name) => [name, n])), ...tags }),
  );
  return { failures, text: text.join("\n") };
}

describe.each(languages.map((l) => l.tag).filter((tag) => tag !== "en"))("%s", (tag) => {
  it.each(files)("%s has every message", (file) => {
    expect(Object.keys(words(tag, file)).sort()).toEqual(Object.keys(words("en", file)).sort());
  });
  it.each(files)("%s puts in what English puts in, and can be formatted", (file) => {
    const english = words("en", file);
    for (const [id, message] of Object.entries(words(tag, file))) {
      const puts = (text: string) => [...argumentsOf(text), ...tagsOf(text)];
      expect({ id, puts: puts(message) }).toEqual({ id, puts: puts(english[id] ?? "") });
      expect({ id, ...formatted(tag, message) }).toMatchObject({ id, failures: [] });
    }
  });
  it.each(files)("%s leaves nothing in English", (file) => {
    const english = words("en", file);
    const same = Object.entries(words(tag, file)).filter(([id, message]) => message === english[id] && /[A-Za-z]{4,}/.test(message.replace(/\{[^}]*\}/g, "")));
    expect(same).toEqual([]);
  });
});
