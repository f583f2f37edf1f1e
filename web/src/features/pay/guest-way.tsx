/** With a card that is typed once: the number goes to the server and is kept nowhere, here or there. */
import { Button, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { focusFirstError } from "../../shared/focus-first-error";
import { formatMoney } from "../../shared/money/money";
import { grouped, networkOf } from "../cards/networks";
import { expiryOfTyped, slashed } from "../cards/typed";
import { PayAsGuest } from "./operations";
import type { AtPayment } from "./pay-page";
import { moved } from "./saved-way";
import classes from "./pay.module.css";

interface Typed {
  readonly number: string;
  readonly expiry: string;
  readonly cvc: string;
}

const empty: Typed = { number: "", expiry: "", cvc: "" };
const ownFields = ["number", "expiryMonth", "expiryYear", "cvc"];

/** What can't be sent as it is; null when the server can be asked. */
function missing(typed: Typed): Problem | null {
  const fields = [
    ...(typed.number.trim() === "" ? ["number"] : []),
    ...(expiryOfTyped(typed.expiry).expiryYear === 0 ? ["expiryMonth"] : []),
    ...(typed.cvc === "" ? ["cvc"] : []),
  ].map((field) => ({ field, code: "EMPTY", message: "" }));
  return fields.length === 0 ? null : { code: "INVALID_INPUT", message: "", fields };
}

export function GuestWay({ at }: { readonly at: AtPayment }) {
  const intl = useIntl();
  const [typed, setTyped] = useState(empty);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(PayAsGuest);
  const errorAt = useFieldErrors(problem);
  const element = useRef<HTMLFormElement>(null);
  const network = networkOf(typed.number);
  const change = (part: Partial<Typed>) => setTyped((now) => ({ ...now, ...part }));

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    let told = missing(typed);
    if (!told) {
      const { number, cvc } = typed;
      const answer = (await run({ input: { token: at.token, digest: at.payment.digest, number, cvc, ...expiryOfTyped(typed.expiry) } }))?.payAsGuest;
      if (!answer) return;
      told = answer.problem ?? null;
      if (answer.payment) {
        // Paid, or declined: another card is typed anew, the code in any case.
        setTyped(answer.payment.state === "OPEN" ? (now) => ({ ...now, cvc: "" }) : empty);
        at.show(answer.payment);
      }
      if (told && moved.has(told.code)) at.refresh();
    }
    setProblem(told);
    focusFirstError(element.current);
  };

  return (
    <form ref={element} onSubmit={(e) => void submit(e)} noValidate data-testid="guest-card">
      <Stack>
        <TextInput
          name="number"
          inputMode="numeric"
          autoComplete="cc-number"
          label={intl.formatMessage({ id: "cards.add.number" })}
          rightSection={network && <Text size="xs" c="dimmed" pr="sm" ta="right">{network.name}</Text>}
          rightSectionWidth="7.5rem"
          classNames={{ input: classes.digits ?? "" }}
          value={typed.number}
          error={errorAt("number")}
          onChange={(e) => {
            const { value, selectionStart } = e.currentTarget;
            // Grouped only at the end: in the middle the cursor would jump.
            change({ number: selectionStart === value.length ? grouped(value) : value });
          }}
        />
        <SimpleGrid cols={2}>
          <TextInput
            name="expiry"
            inputMode="numeric"
            autoComplete="cc-exp"
            placeholder={intl.formatMessage({ id: "cards.add.expiryForm" })}
            label={intl.formatMessage({ id: "cards.add.expiry" })}
            value={typed.expiry}
            error={errorAt("expiryMonth") ?? errorAt("expiryYear")}
            onChange={(e) => change({ expiry: slashed(typed.expiry, e.currentTarget.value) })}
          />
          <TextInput
            name="cvc"
            inputMode="numeric"
            autoComplete="cc-csc"
            label={intl.formatMessage({ id: "cards.add.cvc" })}
            maxLength={4}
            value={typed.cvc}
            error={errorAt("cvc")}
            onChange={(e) => change({ cvc: e.currentTarget.value })}
          />
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          <FormattedMessage id="pay.guest.safe" />
        </Text>
        <ProblemAlert problem={problem} lost={lost} fields={ownFields} />
        <Button type="submit" loading={busy} size="md">
          <FormattedMessage id="pay.pay" values={{ sum: formatMoney(intl.locale, at.payment.amount) }} />
        </Button>
      </Stack>
    </form>
  );
}
