/** While the customer waits: how long probably, or when somebody answers again. */
import { Text } from "@mantine/core";
import { useEffect } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useQuery } from "urql";
import { SupportWaiting } from "./operations";
import classes from "./support.module.css";

/** Estimates age: they are asked for anew so often, in milliseconds. */
const anew = 15_000;

export function WaitingNote({ id, place }: { readonly id: string; readonly place: number | null }) {
  const intl = useIntl();
  const [{ data }, ask] = useQuery({ query: SupportWaiting, variables: { id }, requestPolicy: "network-only" });
  useEffect(() => {
    const timer = setInterval(() => ask({ requestPolicy: "network-only" }), anew);
    return () => clearInterval(timer);
  }, [ask, place]);
  const waiting = data?.conversation?.waiting;
  if (!waiting) return null;
  const { wait, answersAt } = waiting;
  return (
    <Text size="sm" className={classes.waiting ?? ""} data-testid="support-wait">
      {answersAt ? (
        <FormattedMessage id="support.wait.closed" values={{ time: intl.formatDate(answersAt, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }) }} />
      ) : wait ? (
        <FormattedMessage id="support.wait.range" values={{ from: wait.fromMinutes, to: wait.toMinutes }} />
      ) : (
        <FormattedMessage id="support.wait.unknown" />
      )}{" "}
      <FormattedMessage id="support.wait.mail" />
    </Text>
  );
}
