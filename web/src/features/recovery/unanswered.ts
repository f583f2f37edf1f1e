/** Answers that were left empty, before the server counts a try for them. */
import type { Problem } from "../../shared/act/use-act";

/** The name of an answer's field; its last word finds the sentence. */
export function answerField(i: number): string {
  return `answers.${i}.answer`;
}

/** What is missing, all at once; null when every question has something for an answer. */
export function unanswered(answers: readonly string[]): Problem | null {
  const fields = answers.flatMap((answer, i) => (answer.trim() === "" ? [{ field: answerField(i), code: "EMPTY", message: "" }] : []));
  return fields.length === 0 ? null : { code: "INVALID_INPUT", message: "", fields };
}
