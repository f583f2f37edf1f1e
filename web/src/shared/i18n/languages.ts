/** The languages of the customer's pages, and which of them somebody reads. */
const all = [
  { tag: "en", name: "English" },
  { tag: "el", name: "Ελληνικά" },
  { tag: "ru", name: "Русский" },
  { tag: "zh", name: "中文" },
] as const;

export type Language = (typeof all)[number]["tag"];

/** Where there are words; a language without them is not offered. */
const written = Object.keys(import.meta.glob("../../messages/*/app.json"));

export const languages = all.filter(({ tag }) => written.includes(`../../messages/${tag}/app.json`));

export function isLanguage(tag: string): tag is Language {
  return languages.some((l) => l.tag === tag);
}

/** What its readers call it. */
export function nameOf(language: Language): string {
  return all.find((l) => l.tag === language)?.name ?? language;
}

/** What was chosen here before, else the first language of the browser that there is, else English. */
export function preferred(chosen: string | null, ofBrowser: readonly string[], offered: readonly { readonly tag: Language }[] = languages): Language {
  const find = (tag: string) => offered.find((l) => l.tag === tag)?.tag;
  const before = chosen === null ? undefined : find(chosen);
  if (before) return before;
  for (const tag of ofBrowser) {
    const found = find(tag.toLowerCase().split("-")[0] ?? "");
    if (found) return found;
  }
  return "en";
}

/** For the page's lang attribute: the Chinese is written in simplified characters. */
export function htmlLang(language: Language): string {
  return language === "zh" ? "zh-Hans" : language;
}

/**
 * The language as the browser's owner writes dates and numbers in it, for example en-GB;
 * the language alone where nothing is said. Greek hours are counted to 24: its "μ.μ."
 * would end every sentence with two full stops.
 */
export function regional(language: Language, ofBrowser: readonly string[]): string {
  const tag = ofBrowser.find((t) => t.toLowerCase().startsWith(`${language}-`)) ?? language;
  return language === "el" ? `${tag}-u-hc-h23` : tag;
}
