/** A card to save. The number leaves the page once, to the server, and nothing here keeps it. */
import { Alert, Anchor, Button, Group, PasswordInput, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState, type SyntheticEvent } from "react";
import { flushSync } from "react-dom";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import type { SavedCardFragment, TestCardFragment } from "../../gql/graphql";
import { AddCard } from "./operations";
import { TestCards } from "./test-cards";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { networkOf } from "../../shared/card/networks";
import { NumberField } from "../../shared/card/number-field";
import { emptyTyped, expiryOfTyped, missing, ownFields, slashed, type Typed } from "../../shared/card/typed";
import { focusFirstError } from "../../shared/focus-first-error";
import classes from "../../shared/card/card.module.css";

interface Props {
  readonly onSaved: (card: SavedCardFragment) => void;
  readonly onCancel: () => void;
  /** Goes to a card that is saved already. */
  readonly onShow: (card: SavedCardFragment) => void;
  /** Development's, otherwise none. */
  readonly testCards: readonly TestCardFragment[];
}

export function AddCardForm({ onSaved, onCancel, onShow, testCards }: Props) {
  const intl = useIntl();
  const [typed, setTyped] = useState<Typed>(emptyTyped);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [existing, setExisting] = useState<SavedCardFragment | null>(null);
  const { run, busy, lost } = useAct(AddCard);
  const errorAt = useFieldErrors(problem);
  const element = useRef<HTMLFormElement>(null);
  const network = networkOf(typed.number);
  const change = (part: Partial<Typed>) => setTyped((now) => ({ ...now, ...part }));
  const label = (name: string) => intl.formatMessage({ id: `cards.add.${name}` });

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    let told = missing(typed);
    setExisting(null);
    if (!told) {
      const { number, cvc, password } = typed;
      const data = await run({ input: { number, cvc, password, ...expiryOfTyped(typed.expiry) } });
      if (!data) return;
      if (data.addCard.card) {
        onSaved(data.addCard.card);
        return;
      }
      told = data.addCard.problem ?? null;
      setExisting(data.addCard.problem && "card" in data.addCard.problem ? data.addCard.problem.card : null);
    }
    flushSync(() => setProblem(told)); // shown before the first of them is looked for
    focusFirstError(element.current);
  };

  return (
    <form ref={element} onSubmit={(e) => void submit(e)} noValidate data-testid="add-card">
      <Stack>
        {testCards.length > 0 && <TestCards cards={testCards} onUse={(number) => change({ number, expiry: inThreeYears(), cvc: "123" })} />}
        <NumberField value={typed.number} onChange={(number) => change({ number })} error={errorAt("number")} focused />
        <SimpleGrid cols={2}>
          <TextInput
            name="expiry"
            inputMode="numeric"
            autoComplete="cc-exp"
            placeholder={label("expiryForm")}
            label={label("expiry")}
            value={typed.expiry}
            error={errorAt("expiryMonth") ?? errorAt("expiryYear")}
            onChange={(e) => change({ expiry: slashed(typed.expiry, e.currentTarget.value) })}
          />
          <TextInput
            name="cvc"
            inputMode="numeric"
            autoComplete="cc-csc"
            label={label("cvc")}
            description={label(network === null ? "cvcEither" : network.cvc === 4 ? "cvcFront" : "cvcBack")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            classNames={{ description: classes.hint ?? "" }}
            maxLength={network?.cvc ?? 4}
            value={typed.cvc}
            error={errorAt("cvc")}
            onChange={(e) => change({ cvc: e.currentTarget.value })}
          />
        </SimpleGrid>
        <PasswordInput
          name="payment-password"
          autoComplete="current-password"
          label={label("password")}
          description={label("why")}
          visibilityToggleButtonProps={{ "aria-label": intl.formatMessage({ id: "password.show" }) }}
          value={typed.password}
          error={errorAt("password") ?? (problem?.code === "WRONG_PASSWORD" ? true : undefined)}
          onChange={(e) => change({ password: e.currentTarget.value })}
        />
        <ProblemAlert problem={problem} lost={lost} fields={ownFields}>
          {existing && (
            <>
              {" "}
              <FormattedMessage
                id={existing.name === "" ? "cards.add.existing" : "cards.add.existingNamed"}
                values={{ network: existing.networkName, last4: existing.last4, name: existing.name }}
              />{" "}
              <Anchor component="button" type="button" size="sm" onClick={() => onShow(existing)}>
                <FormattedMessage id="cards.add.showExisting" />
              </Anchor>
            </>
          )}
          {problem && forgotten.has(problem.code) && (
            <>
              {" "}
              <Link to="/recover">
                <FormattedMessage id="cards.add.forgot" />
              </Link>
            </>
          )}
        </ProblemAlert>
        <Alert variant="light" color="gray">
          <Text size="sm">
            <FormattedMessage id="cards.add.safe" />
          </Text>
        </Alert>
        <Group>
          <Button type="submit" loading={busy}>
            <FormattedMessage id="cards.add.save" />
          </Button>
          <Button variant="default" onClick={onCancel}>
            <FormattedMessage id="cards.cancel" />
          </Button>
        </Group>
        <Text size="sm" c="dimmed" role="status" mih="1.5em">
          {busy && <FormattedMessage id="cards.add.checking" />}
        </Text>
      </Stack>
    </form>
  );
}

const forgotten = new Set(["WRONG_PASSWORD", "BLOCKED", "PASSWORD_DISABLED"]);

/** A date that a test card can have. */
function inThreeYears(): string {
  return `12/${String((new Date().getFullYear() + 3) % 100).padStart(2, "0")}`;
}
