/** The languages of the customer's pages, and which of them somebody reads. */
export const languages = [
  { tag: "en", name: "English" },
  { tag: "el", name: "Ελληνικά" },
  { tag: "ru", name: "Русский" },
  { tag: "zh", name: "中文" },
] as const;

export type Language = (typeof languages)[number]["tag"];

export function isLanguage(tag: string): tag is Language {
  return languages.some((l) => l.tag === tag);
}

/** What was chosen here before, else the first language of the browser that there is, else English. */
export function preferred(chosen: string | null, ofBrowser: readonly string[]): Language {
  if (chosen !== null && isLanguage(chosen)) return chosen;
  for (const tag of ofBrowser) {
    const [language = ""] = tag.toLowerCase().split("-");
    if (isLanguage(language)) return language;
  }
  return "en";
}

/** For the page's lang attribute: the Chinese is written in simplified characters. */
export function htmlLang(language: Language): string {
  return language === "zh" ? "zh-Hans" : language;
}
