/** Steps an operator takes: an answer is what was done, or a problem to show. */
import type { AnyVariables, Client, TypedDocumentNode } from "@urql/core";
import type { IntlShape } from "react-intl";
import type { ConsoleStepFragment } from "../gql/graphql";

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly fields?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly retryAt?: string;
}

/** The server could not be asked. */
export const unreachable: Problem = { code: "UNREACHABLE", message: "The server could not be reached." };

/** Takes a step; never throws. */
export async function takeStep<V extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<{ step: ConsoleStepFragment }, V>,
  variables: V,
): Promise<ConsoleStepFragment | { problem: Problem; conversation?: undefined }> {
  const { data, error } = await client.mutation(document, variables).toPromise();
  if (data && !error) return data.step;
  const told = error?.graphQLErrors[0]?.message;
  return { problem: told ? { code: "FAILED", message: told } : unreachable };
}

/** A problem in the reader's words; a code of a newer server comes with its own sentence. */
export function tell(intl: IntlShape, problem: Problem): string {
  const field = problem.fields?.[0];
  if (field) return field.message;
  const id = `console.problem.${problem.code}`;
  if (!(id in intl.messages)) return problem.message;
  return intl.formatMessage({ id }, { at: problem.retryAt ? intl.formatTime(problem.retryAt) : "" });
}
