/** Security questions: their words, and which can still be chosen. */
import type { IntlShape } from "react-intl";

export interface Question {
  readonly code: string;
  readonly theme: string;
  readonly text: string;
}

export interface ChosenAnswer {
  /** The question's code, "" while none is chosen. */
  readonly question: string;
  readonly answer: string;
}

/** How many questions an account has. */
export const questionCount = 3;

/** The question in the page's language, in English where it has none yet. */
export function questionText(intl: IntlShape, question: Question): string {
  const id = `questions.${question.code}`;
  return id in intl.messages ? intl.formatMessage({ id }) : question.text;
}

/** Those that the answer at an index may choose: none of a theme that another one has. */
export function choosable(catalogue: readonly Question[], chosen: readonly ChosenAnswer[], index: number): readonly Question[] {
  const themeOf = (code: string) => catalogue.find((q) => q.code === code)?.theme;
  const taken = new Set(chosen.filter((_, i) => i !== index).map((c) => themeOf(c.question)));
  return catalogue.filter((q) => !taken.has(q.theme));
}
