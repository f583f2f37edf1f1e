/** Where a payment stands once a way was chosen, and how it ended. */
import { Alert, Button, CopyButton, Group, Loader, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ProblemAlert, when } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { ChangePaymentMethod } from "./operations";
import type { AtPayment } from "./pay-page";
import { TimeLeft } from "./summary";
import { Declined } from "./ways";
import classes from "./pay.module.css";

export function Outcome({ at }: { readonly at: AtPayment }) {
  switch (at.payment.state) {
    case "AUTHORISING":
      return (
        <Group gap="sm" wrap="nowrap" role="status">
          <Loader size={20} aria-hidden />
          <Text>
            <FormattedMessage id="pay.authorising" />
          </Text>
        </Group>
      );
    case "REDIRECTED":
      return <AtWallet at={at} />;
    case "AWAITING_CASH":
      return <AtCashPoint at={at} />;
    default:
      return <Ended at={at} />;
  }
}

function AtWallet({ at }: { readonly at: AtPayment }) {
  return (
    <Stack>
      <Text role="status">
        <FormattedMessage id="pay.redirected" />
      </Text>
      {at.payment.walletUrl != null && (
        <Button component="a" href={at.payment.walletUrl} size="md">
          <FormattedMessage id="pay.redirected.go" />
        </Button>
      )}
      <AnotherWay at={at} />
    </Stack>
  );
}

function AtCashPoint({ at }: { readonly at: AtPayment }) {
  const intl = useIntl();
  const { cash } = at.payment;
  if (!cash) return null;
  const shown = `${cash.code.slice(0, 4)} ${cash.code.slice(4)}`;
  return (
    <Stack>
      <Text>
        <FormattedMessage id="pay.cash.tell" />
      </Text>
      <div className={classes.code} data-testid="cash-code">
        <span className={classes.codeText}>{shown}</span>
        <Group gap="xs" className="not-printed">
          <CopyButton value={cash.code}>
            {({ copied, copy }) => (
              <Button variant="default" size="sm" onClick={copy}>
                <FormattedMessage id={copied ? "pay.cash.copied" : "pay.cash.copy"} />
              </Button>
            )}
          </CopyButton>
          <Button variant="default" size="sm" onClick={() => window.print()}>
            <FormattedMessage id="pay.cash.print" />
          </Button>
        </Group>
      </div>
      <div>
        <Text size="sm">
          <FormattedMessage id="pay.cash.until" values={{ time: when(intl, cash.expiresAt) }} />
        </Text>
        <div className="not-printed">
          <TimeLeft until={cash.expiresAt} />
        </div>
      </div>
      <Text size="sm" role="status" className="not-printed">
        <FormattedMessage id="pay.cash.waiting" />
      </Text>
      <AnotherWay at={at} />
    </Stack>
  );
}

/** Gives up the e-wallet or the code. */
function AnotherWay({ at }: { readonly at: AtPayment }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ChangePaymentMethod);
  const change = async () => {
    const answer = (await run({ input: { token: at.token } }))?.changePaymentMethod;
    if (!answer) return;
    setProblem(answer.problem ?? null);
    if (answer.problem) at.refresh();
    if (answer.payment) at.show(answer.payment);
  };
  return (
    <Stack gap="xs" align="flex-start" className="not-printed">
      <ProblemAlert problem={problem} lost={lost} />
      <Button variant="subtle" loading={busy} onClick={() => void change()}>
        <FormattedMessage id="pay.another" />
      </Button>
    </Stack>
  );
}

const tones = { PAID: "green", CANCELLED: "gray", EXPIRED: "yellow", FAILED: "red" } as const;

function Ended({ at }: { readonly at: AtPayment }) {
  const { state, card, method, declineCode, returnUrl } = at.payment;
  if (!(state in tones)) return null;
  return (
    <Stack>
      <Alert color={tones[state as keyof typeof tones]} role="status">
        <Stack gap={4}>
          <span>
            <FormattedMessage id={`pay.ended.${state}`} />
          </span>
          {state === "PAID" && card && (
            <span>
              <FormattedMessage id="pay.ended.card" values={{ network: card.networkName, last4: card.last4 }} />
            </span>
          )}
          {state === "PAID" && !card && method != null && (
            <span>
              <FormattedMessage id={`pay.ended.${method}`} />
            </span>
          )}
          {state === "FAILED" && declineCode != null && (
            <span>
              <Declined code={declineCode} />
            </span>
          )}
        </Stack>
      </Alert>
      <Button component="a" href={returnUrl} size="md">
        <FormattedMessage id="pay.back" />
      </Button>
    </Stack>
  );
}
