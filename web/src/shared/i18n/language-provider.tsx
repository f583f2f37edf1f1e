/** The page in the reader's language; English stands in for what has no words there. */
import { createContext, use, useCallback, useEffect, useState, type ReactNode } from "react";
import { IntlProvider } from "react-intl";
import { keepLanguage, keptLanguage } from "./keep-language";
import { htmlLang, preferred, regional, type Language } from "./languages";
import { messages as english } from "./messages";

type Words = Record<string, string>;

const loaders: Record<Exclude<Language, "en">, () => Promise<{ default: Words }>> = {
  el: () => import("./el"),
  ru: () => import("./ru"),
  zh: () => import("./zh"),
};

async function wordsOf(language: Language): Promise<Words> {
  return language === "en" ? english : { ...english, ...(await loaders[language]()).default };
}

interface Chosen {
  readonly language: Language;
  /** Shows the pages in another language from now on. */
  readonly choose: (language: Language) => void;
}

const Choice = createContext<Chosen>({ language: "en", choose: () => undefined });

export function useLanguage(): Chosen {
  return use(Choice);
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [wanted, setWanted] = useState<Language>(() => preferred(keptLanguage(), navigator.languages));
  const [shown, setShown] = useState<{ readonly language: Language; readonly words: Words } | null>(
    wanted === "en" ? { language: "en", words: english } : null,
  );
  useEffect(() => {
    let current = true;
    void wordsOf(wanted)
      .then((words) => ({ language: wanted, words }))
      // Without a connection the page is better in English than not at all.
      .catch(() => ({ language: "en" as const, words: english }))
      .then((next) => {
        if (!current) return;
        document.documentElement.lang = htmlLang(next.language);
        setShown(next);
      });
    return () => {
      current = false;
    };
  }, [wanted]);
  const choose = useCallback((language: Language) => {
    keepLanguage(language);
    setWanted(language);
  }, []);
  if (!shown) return null;
  return (
    <Choice value={{ language: shown.language, choose }}>
      <IntlProvider locale={regional(shown.language, navigator.languages)} messages={shown.words}>
        {children}
      </IntlProvider>
    </Choice>
  );
}
