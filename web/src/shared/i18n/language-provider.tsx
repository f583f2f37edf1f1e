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
  /** The language that was chosen when its words can't be had: the next load of the page asks for them, since a browser remembers that a module failed. */
  readonly awaited: Language | null;
  /** Shows the pages in another language from now on. */
  readonly choose: (language: Language) => void;
}

const Choice = createContext<Chosen>({ language: "en", awaited: null, choose: () => undefined });

export function useLanguage(): Chosen {
  return use(Choice);
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [wanted, setWanted] = useState<Language>(() => preferred(keptLanguage(), navigator.languages));
  const [shown, setShown] = useState<{ readonly language: Language; readonly words: Words } | null>(
    wanted === "en" ? { language: "en", words: english } : null,
  );
  const [awaited, setAwaited] = useState<Language | null>(null);
  useEffect(() => {
    let current = true;
    const show = async () => {
      try {
        const words = await wordsOf(wanted);
        if (!current) return;
        setShown({ language: wanted, words });
        setAwaited(null);
      } catch {
        if (!current) return;
        // Without a connection the page stays as it is: at first English is better than nothing.
        setShown((now) => now ?? { language: "en", words: english });
        setAwaited(wanted);
      }
    };
    void show();
    return () => {
      current = false;
    };
  }, [wanted]);
  useEffect(() => {
    if (shown) document.documentElement.lang = htmlLang(shown.language);
  }, [shown]);
  const choose = useCallback((language: Language) => {
    keepLanguage(language);
    setWanted(language);
  }, []);
  if (!shown) return null;
  return (
    <Choice value={{ language: shown.language, awaited, choose }}>
      <IntlProvider locale={regional(shown.language, navigator.languages)} messages={shown.words}>
        {children}
      </IntlProvider>
    </Choice>
  );
}
