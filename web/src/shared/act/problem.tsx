/** What went wrong with a step, in words that say what to do; beside the field where one is named. */
import { Alert, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl, type IntlShape } from "react-intl";
import type { Problem } from "./use-act";
import { RequestName } from "../ui";

interface Said {
  readonly code: string;
  readonly message: string;
  /** The path in the input, where it is about a field. */
  readonly field?: string;
}

/**
 * The catalogue's sentence for a code: of the field, or of any; the server's own
 * where there is none yet.
 */
function sentence(intl: IntlShape, said: Said, values: Record<string, string | number>): string {
  const field = said.field?.split(".").at(-1);
  for (const id of [`problems.${field ?? ""}.${said.code}`, `problems.${said.code}`]) {
    if (id in intl.messages) return intl.formatMessage({ id }, values);
  }
  return said.message;
}

/** Tells what is wrong with a field of the input; undefined when nothing is. */
export function useFieldErrors(problem: Problem | null): (field: string) => string | undefined {
  const intl = useIntl();
  return (field) => {
    const found = problem?.fields?.find((f) => f.field === field);
    return found && sentence(intl, found, {});
  };
}

interface Props {
  readonly problem: Problem | null;
  /** See Act.lost. */
  readonly lost: string;
  /** Fields that show their errors themselves. */
  readonly fields?: readonly string[];
  readonly children?: ReactNode;
}

/** Everything that no field shows. */
export function ProblemAlert({ problem, lost, fields = [], children }: Props) {
  const intl = useIntl();
  if (lost !== "") {
    const request = lost.split(":")[1] ?? "";
    return (
      <Alert color="yellow" role="alert">
        <Stack gap={4}>
          <FormattedMessage id={lost === "NETWORK" ? "problems.lost.network" : lost === "UNAUTHENTICATED" ? "problems.lost.over" : "problems.lost.server"} />
          {request !== "" && <RequestName request={request} />}
        </Stack>
      </Alert>
    );
  }
  if (!problem) return null;
  const others = problem.fields?.filter((f) => !fields.includes(f.field)) ?? [];
  if (problem.fields && others.length === 0) return null;
  const values = {
    time: problem.retryAt === undefined ? "" : when(intl, problem.retryAt),
    attemptsLeft: problem.attemptsLeft ?? 0,
  };
  return (
    <Alert color={problem.fields ? "red" : "yellow"} role="alert" data-code={problem.code}>
      {others.length > 0 ? others.map((f) => sentence(intl, f, values)).join(" ") : sentence(intl, problem, values)}
      {children}
    </Alert>
  );
}

/** A time of today, or a day with its time. */
export function when(intl: IntlShape, time: string, now = new Date()): string {
  const date = new Date(time);
  if (date.toDateString() === now.toDateString()) return intl.formatTime(date);
  return intl.formatDate(date, { dateStyle: "long", timeStyle: "short" });
}
