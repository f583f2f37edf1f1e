/** A card to save. The number leaves the page once, to the server, and nothing here keeps it. */
import { Alert, Button, Group, PasswordInput, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import type { SavedCardFragment } from "../../gql/graphql";
import { emptyTyped, expiryOfTyped, missing, ownFields, slashed, type Typed } from "./typed";
import { grouped, networkOf } from "./networks";
import { AddCard } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { focusFirstError } from "../../shared/focus-first-error";
import classes from "./cards.module.css";

interface Props {
  readonly onSaved: (card: SavedCardFragment) => void;
  /** Null when there is nothing to go back to. */
  readonly onCancel: (() => void) | null;
}

export function AddCardForm({ onSaved, onCancel }: Props) {
  const intl = useIntl();
  const [typed, setTyped] = useState<Typed>(emptyTyped);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(AddCard);
  const errorAt = useFieldErrors(problem);
  const element = useRef<HTMLFormElement>(null);
  const network = networkOf(typed.number);
  const change = (part: Partial<Typed>) => setTyped((now) => ({ ...now, ...part }));
  const label = (name: string) => intl.formatMessage({ id: `cards.add.${name}` });

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    let told = missing(typed);
    if (!told) {
      const { number, cvc, password } = typed;
      const data = await run({ input: { number, cvc, password, ...expiryOfTyped(typed.expiry) } });
      if (!data) return;
      if (data.addCard.card) {
        onSaved(data.addCard.card);
        return;
      }
      told = data.addCard.problem ?? null;
    }
    setProblem(told);
    focusFirstError(element.current);
  };

  return (
    <form ref={element} onSubmit={(e) => void submit(e)} noValidate data-testid="add-card">
      <Stack>
        <TextInput
          name="number"
          inputMode="numeric"
          autoComplete="cc-number"
          label={label("number")}
          rightSection={network && <Text size="xs" c="dimmed" pr="sm" ta="right">{network.name}</Text>}
          rightSectionWidth="7.5rem"
          classNames={{ input: classes.number ?? "" }}
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
            maxLength={4}
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
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              <FormattedMessage id="cards.cancel" />
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

const forgotten = new Set(["WRONG_PASSWORD", "BLOCKED", "PASSWORD_DISABLED"]);
