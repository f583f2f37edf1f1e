/** What the questionnaire asks for, and what can be told about it before it is sent. */
import type { CompleteQuestionnaireInput } from "../../gql/graphql";
import type { Problem } from "../../shared/act/use-act";
import { questionCount, type ChosenAnswer } from "../../shared/questions/questions";

export interface Form {
  readonly givenName: string;
  readonly familyName: string;
  /** ISO 8601, "" while it is not whole. */
  readonly birthDate: string;
  readonly country: string;
  readonly phone: string;
  readonly password: string;
  readonly passwordAgain: string;
  readonly answers: readonly ChosenAnswer[];
}

export const emptyForm: Form = {
  givenName: "",
  familyName: "",
  birthDate: "",
  country: "",
  phone: "",
  password: "",
  passwordAgain: "",
  answers: Array.from({ length: questionCount }, () => ({ question: "", answer: "" })),
};

/** The fields that show their errors themselves. */
export const ownFields: readonly string[] = [
  ...Object.keys(emptyForm).filter((name) => name !== "answers"),
  ...emptyForm.answers.flatMap((_, i) => [`answers.${i}.question`, `answers.${i}.answer`]),
];

/** What is missing, all at once; null when the server can be asked. The rest is for the server to judge. */
export function missing(form: Form): Problem | null {
  const names = (["givenName", "familyName", "birthDate", "country", "password"] as const).filter((name) => form[name].trim() === "");
  const answers = form.answers.flatMap(({ question, answer }, i) => [
    ...(question === "" ? [`answers.${i}.question`] : []),
    ...(answer.trim() === "" ? [`answers.${i}.answer`] : []),
  ]);
  const empty: string[] = [...names, ...answers];
  if (form.password !== "" && form.passwordAgain === "") empty.push("passwordAgain");
  if (empty.length === 0) return null;
  return { code: "INVALID_INPUT", message: "", fields: empty.map((field) => ({ field, code: "EMPTY", message: "" })) };
}

export function inputOf(form: Form): CompleteQuestionnaireInput {
  return { ...form, answers: form.answers.map((a) => ({ ...a })) };
}
