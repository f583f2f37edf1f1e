/** The account's payments: those that wait come with the way to pay them. */
import { Badge, Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { graphql } from "../../gql";
import type { ListedPaymentFragment, PaymentState } from "../../gql/graphql";
import { formatMoney } from "../../shared/money/money";
import classes from "./pay.module.css";

graphql(`
  fragment ListedPayment on Payment {
    id
    link
    payee
    amount {
      amount
      currency
      exponent
    }
    state
    openedAt
    endedAt
  }
`);

/** So many are shown at first. */
const first = 5;

const tones: Readonly<Partial<Record<PaymentState, string>>> = { PAID: "green", FAILED: "red", EXPIRED: "gray", CANCELLED: "gray" };

export function PaymentList({ payments }: { readonly payments: readonly ListedPaymentFragment[] }) {
  const [all, setAll] = useState(false);
  if (payments.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        <FormattedMessage id="pay.list.none" />
      </Text>
    );
  }
  return (
    <Stack gap="xs" align="flex-start">
      <ul className={classes.list} data-testid="payments">
        {(all ? payments : payments.slice(0, first)).map((p) => (
          <Line key={p.id} payment={p} />
        ))}
      </ul>
      {!all && payments.length > first && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          <FormattedMessage id="pay.list.more" values={{ count: payments.length - first }} />
        </Button>
      )}
    </Stack>
  );
}

function Line({ payment }: { readonly payment: ListedPaymentFragment }) {
  const intl = useIntl();
  const { state, payee, endedAt, openedAt } = payment;
  const sum = formatMoney(intl.locale, payment.amount);
  const ended = state in tones;
  return (
    <li className={classes.line}>
      <span className={classes.about}>
        <span className={classes.sum}>{sum}</span> <span>{payee}</span>
        <time className={classes.time} dateTime={endedAt ?? openedAt}>
          {intl.formatDate(endedAt ?? openedAt, { dateStyle: "medium", timeStyle: "short" })}
        </time>
      </span>
      {ended ? (
        <Badge variant="light" color={tones[state] ?? "gray"}>
          <FormattedMessage id={`pay.list.${state}`} />
        </Badge>
      ) : (
        <Button component="a" href={pathOf(payment.link)} size="compact-md" aria-label={intl.formatMessage({ id: "pay.list.payNamed" }, { sum, payee })}>
          <FormattedMessage id="pay.list.pay" />
        </Button>
      )}
    </li>
  );
}

/** The link without its host: this page may be reached by another name of the same one. */
function pathOf(link: string): string {
  const url = new URL(link);
  return url.pathname + url.search + url.hash;
}
