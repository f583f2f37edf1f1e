/** With a card of the wallet account and the payment password. */
import { Alert, Button, PasswordInput, Radio, Stack, Text } from "@mantine/core";
import { useRef, useState, type SyntheticEvent } from "react";
import { flushSync } from "react-dom";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { useQuery } from "urql";
import type { PayerNowQuery } from "../../gql/graphql";
import { ProblemAlert, useFieldErrors, when } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { focusFirstError } from "../../shared/focus-first-error";
import { formatMoney } from "../../shared/money/money";
import { pageFor } from "../../shared/page-for";
import { useCountdown } from "../../shared/use-countdown";
import { Outline, Unreachable } from "../../shared/ui";
import { addCardFirst } from "../../shared/way-back";
import { ConfirmPayment, PayerNow } from "./operations";
import type { AtPayment } from "./pay-page";
import classes from "./pay.module.css";

type Payer = NonNullable<PayerNowQuery["viewer"]>;
type Card = Payer["account"]["cards"][number];

export function SavedWay({ at }: { readonly at: AtPayment }) {
  const [{ data, error }, ask] = useQuery({ query: PayerNow, requestPolicy: "cache-and-network" });
  if (!data) return error ? <Unreachable onRetry={() => ask({ requestPolicy: "network-only" })} error={error} /> : <Outline lines={3} />;
  if (!data.viewer) return <SignIn />;
  if (data.viewer.stage !== "REGISTERED") return <Unfinished payer={data.viewer} />;
  return <Confirm at={at} payer={data.viewer} />;
}

function SignIn() {
  return (
    <Stack align="flex-start" gap="xs">
      <Text size="sm">
        <FormattedMessage id="pay.saved.signIn.what" />
      </Text>
      <Button component="a" href="/auth/customer/start?next=/pay">
        <FormattedMessage id="pay.saved.signIn" />
      </Button>
    </Stack>
  );
}

function Unfinished({ payer }: { readonly payer: Payer }) {
  return (
    <Stack align="flex-start" gap="xs">
      <Text size="sm">
        <FormattedMessage id="pay.saved.unfinished.what" />
      </Text>
      <Button component={Link} to={pageFor(payer.stage)} variant="default">
        <FormattedMessage id="pay.saved.unfinished" />
      </Button>
    </Stack>
  );
}

function Confirm({ at, payer }: { readonly at: AtPayment; readonly payer: Payer }) {
  const intl = useIntl();
  const { account } = payer;
  const heldUntil = at.payment.heldUntil ?? account.heldUntil ?? null;
  const held = useCountdown(heldUntil) > 0;
  const good = account.cards.filter((c) => !c.expired);
  if (account.frozenAt != null) {
    return (
      <Alert color="red">
        <FormattedMessage id="pay.saved.frozen" />
      </Alert>
    );
  }
  if (held) {
    return (
      <Alert color="yellow">
        <FormattedMessage id="pay.saved.held" values={{ time: when(intl, heldUntil ?? "") }} />
      </Alert>
    );
  }
  if (good.length === 0) {
    return (
      <Stack align="flex-start" gap="xs">
        <Text size="sm">
          <FormattedMessage id={account.cards.length === 0 ? "pay.saved.none" : "pay.saved.allExpired"} />
        </Text>
        <Button component={Link} to="/account/cards" state={addCardFirst}>
          <FormattedMessage id="pay.saved.add" />
        </Button>
      </Stack>
    );
  }
  return <ConfirmForm at={at} cards={account.cards} first={good.find((c) => c.isDefault) ?? (good[0] as Card)} />;
}

interface FormProps {
  readonly at: AtPayment;
  readonly cards: readonly Card[];
  /** The one that pays unless another is chosen. */
  readonly first: Card;
}

function ConfirmForm({ at, cards, first }: FormProps) {
  const intl = useIntl();
  const [cardId, setCardId] = useState(first.id);
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ConfirmPayment);
  const errorAt = useFieldErrors(problem);
  const element = useRef<HTMLFormElement>(null);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    let told: Problem | null = { code: "INVALID_INPUT", message: "", fields: [{ field: "password", code: "EMPTY", message: "" }] };
    if (password !== "") {
      const answer = (await run({ input: { token: at.token, digest: at.payment.digest, cardId, password } }))?.confirmPayment;
      if (!answer) return;
      told = answer.problem ?? null;
      if (answer.payment) at.show(answer.payment);
      if (told && moved.has(told.code)) at.refresh();
      if (!told || told.code !== "WRONG_PASSWORD") setPassword("");
    }
    flushSync(() => setProblem(told)); // shown before the first of them is looked for
    focusFirstError(element.current);
  };

  return (
    <form ref={element} onSubmit={(e) => void submit(e)} noValidate data-testid="confirm-payment">
      <Stack>
        <Radio.Group value={cardId} onChange={setCardId} label={intl.formatMessage({ id: "pay.saved.card" })} name="card">
          <Stack gap="xs" pt={4}>
            {cards.map((card) => (
              <Radio key={card.id} value={card.id} disabled={card.expired} label={<CardWords card={card} />} />
            ))}
          </Stack>
        </Radio.Group>
        <PasswordInput
          name="payment-password"
          autoComplete="current-password"
          label={intl.formatMessage({ id: "pay.saved.password" })}
          visibilityToggleButtonProps={{ "aria-label": intl.formatMessage({ id: "password.show" }) }}
          value={password}
          aria-invalid={problem !== null && (errorAt("password") !== undefined || problem.code === "WRONG_PASSWORD")}
          error={errorAt("password") ?? (problem?.code === "WRONG_PASSWORD" ? true : undefined)}
          onChange={(e) => setPassword(e.currentTarget.value)}
        />
        <ProblemAlert problem={problem} lost={lost} fields={["password"]}>
          {problem && forgotten.has(problem.code) && (
            <>
              {" "}
              <Link to="/recover">
                <FormattedMessage id="pay.saved.forgot" />
              </Link>
            </>
          )}
        </ProblemAlert>
        <Button type="submit" loading={busy} size="md">
          <FormattedMessage id="pay.pay" values={{ sum: formatMoney(intl.locale, at.payment.amount) }} />
        </Button>
      </Stack>
    </form>
  );
}

const forgotten = new Set(["WRONG_PASSWORD", "BLOCKED", "PASSWORD_DISABLED"]);
/** What only a fresh look at the payment explains. */
export const moved = new Set(["DIGEST_MISMATCH", "PAYMENT_MOVED", "PAYMENT_EXPIRED", "PAYMENT_ENDED", "ALREADY_PAID", "PAYMENT_IN_PROGRESS"]);

function CardWords({ card }: { readonly card: Card }) {
  const state = card.expired ? "pay.saved.expired" : card.expiring ? "pay.saved.expiring" : null;
  return (
    <span>
      {card.networkName} <span className={classes.digits}>•••• {card.last4}</span>
      {card.name !== "" && ` · ${card.name}`}
      {state !== null && (
        <>
          {" · "}
          <FormattedMessage id={state} />
        </>
      )}
    </span>
  );
}
