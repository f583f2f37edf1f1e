/** What is paid, to whom, for what, and how much time is left. */
import { Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { ShownPaymentFragment } from "../../gql/graphql";
import { formatMoney } from "../../shared/money/money";
import { useCountdown } from "../../shared/use-countdown";
import classes from "./pay.module.css";

/** Under so many seconds the time left is told by the second. */
const soon = 300;

export function Summary({ payment }: { readonly payment: ShownPaymentFragment }) {
  const intl = useIntl();
  return (
    <section className={classes.summary} aria-label={intl.formatMessage({ id: "pay.summary" })}>
      <p className={classes.amount} data-testid="pay-amount">
        {formatMoney(intl.locale, payment.amount)}
      </p>
      <dl className={classes.facts}>
        <dt>
          <FormattedMessage id="pay.payee" />
        </dt>
        <dd>{payment.payee}</dd>
        {payment.description !== "" && (
          <>
            <dt>
              <FormattedMessage id="pay.for" />
            </dt>
            <dd>{payment.description}</dd>
          </>
        )}
        <dt>
          <FormattedMessage id="pay.order" />
        </dt>
        <dd>{payment.order}</dd>
      </dl>
      {payment.state === "OPEN" && <TimeLeft until={payment.expiresAt} />}
    </section>
  );
}

/** What is left of a payment's time, told calmly while there is much of it. */
export function TimeLeft({ until }: { readonly until: string }) {
  const left = useCountdown(until);
  const minutes = Math.ceil(left / 60);
  return (
    <Text size="sm" className={classes.left ?? ""} {...(left > soon ? { c: "dimmed" } : { fw: 600 })} data-testid="pay-left">
      <TimeWords left={left} minutes={minutes} />
    </Text>
  );
}

function TimeWords({ left, minutes }: { readonly left: number; readonly minutes: number }) {
  if (minutes > 60) return <FormattedMessage id="pay.left.hours" values={{ hours: Math.floor(minutes / 60), minutes: minutes % 60 }} />;
  if (left > soon) return <FormattedMessage id="pay.left.minutes" values={{ minutes }} />;
  return <FormattedMessage id="pay.left.seconds" values={{ time: `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` }} />;
}
