/** With a card that is typed once: the number goes to the server and is kept nowhere, here or there. */
import { Button, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState, type SyntheticEvent } from "react";
import { flushSync } from "react-dom";
import { FormattedMessage, useIntl } from "react-intl";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { focusFirstError } from "../../shared/focus-first-error";
import { formatMoney } from "../../shared/money/money";
import { networkOf } from "../../shared/card/networks";
import { NumberField } from "../../shared/card/number-field";
import { expiryOfTyped, slashed } from "../../shared/card/typed";
import { PayAsGuest } from "./operations";
import type { AtPayment } from "./pay-page";
import { moved } from "./saved-way";

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
    flushSync(() => setProblem(told)); // shown before the first of them is looked for
    focusFirstError(element.current);
  };

  return (
    <form ref={element} onSubmit={(e) => void submit(e)} noValidate data-testid="guest-card">
      <Stack>
        <NumberField value={typed.number} onChange={(number) => change({ number })} error={errorAt("number")} />
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
            description={intl.formatMessage({ id: network === null ? "cards.add.cvcEither" : network.cvc === 4 ? "cards.add.cvcFront" : "cards.add.cvcBack" })}
            inputWrapperOrder={["label", "input", "description", "error"]}
            maxLength={network?.cvc ?? 4}
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
