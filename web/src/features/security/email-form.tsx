/** Another e-mail address: asked for with the payment password, moved once the mail there is confirmed. */
import { Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState, type SyntheticEvent } from "react";
import { flushSync } from "react-dom";
import { FormattedMessage, useIntl } from "react-intl";
import { CodeForm } from "../email/code-form";
import { mailboxOf } from "../email/mailbox";
import { useRefreshOnReturn } from "../email/use-refresh-on-return";
import { Forgot } from "./forgot";
import { ChangeEmail } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { focusFirstError } from "../../shared/focus-first-error";

interface Props {
  /** The account's address now. */
  readonly current: string;
  /** Asks for it again: the link may be opened in another window. */
  readonly refresh: () => void;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function EmailForm({ current, refresh, onDone, onCancel }: Props) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const confirmed = sentTo !== null && current.toLowerCase() === sentTo.toLowerCase();
  useRefreshOnReturn(refresh);
  useEffect(() => {
    if (confirmed) onDone();
  }, [confirmed, onDone]);
  return sentTo === null ? (
    <Ask onSent={setSentTo} onCancel={onCancel} />
  ) : (
    <Sent email={sentTo} onDone={onDone} onAgain={() => setSentTo(null)} />
  );
}

function Ask({ onSent, onCancel }: { readonly onSent: (email: string) => void; readonly onCancel: () => void }) {
  const intl = useIntl();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ChangeEmail);
  const errorAt = useFieldErrors(problem);
  const element = useRef<HTMLFormElement>(null);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    const answer = (await run({ input: { email, password } }))?.changeEmail;
    if (!answer) return;
    flushSync(() => setProblem(answer.problem ?? null)); // shown before the first of them is looked for
    if (answer.problem) focusFirstError(element.current);
    else onSent(email.trim());
  };

  return (
    <form ref={element} onSubmit={(e) => void submit(e)} noValidate data-testid="change-email">
      <Stack>
        <TextInput
          type="email"
          name="email"
          autoComplete="email"
          inputMode="email"
          label={intl.formatMessage({ id: "security.email.new" })}
          value={email}
          error={errorAt("email")}
          onChange={(e) => setEmail(e.currentTarget.value)}
        />
        <PasswordInput
          name="payment-password"
          autoComplete="current-password"
          label={intl.formatMessage({ id: "security.questions.password" })}
          visibilityToggleButtonProps={{ "aria-label": intl.formatMessage({ id: "password.show" }) }}
          value={password}
          error={errorAt("password") ?? (problem?.code === "WRONG_PASSWORD" ? true : undefined)}
          onChange={(e) => setPassword(e.currentTarget.value)}
        />
        <ProblemAlert problem={problem} lost={lost} fields={["email", "password"]}>
          <Forgot problem={problem} />
        </ProblemAlert>
        <Group>
          <Button type="submit" loading={busy}>
            <FormattedMessage id="email.send" />
          </Button>
          <Button variant="default" onClick={onCancel}>
            <FormattedMessage id="cards.cancel" />
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface SentProps {
  readonly email: string;
  readonly onDone: () => void;
  readonly onAgain: () => void;
}

function Sent({ email, onDone, onAgain }: SentProps) {
  const mailbox = mailboxOf(email);
  return (
    <Stack data-testid="change-email-sent">
      <Text role="status">
        <FormattedMessage id="security.email.sent" values={{ email: <b>{email}</b> }} />
      </Text>
      {mailbox !== null && (
        <Button component="a" href={mailbox} target="_blank" rel="noreferrer" variant="light">
          <FormattedMessage id="email.sent.open" />
        </Button>
      )}
      <CodeForm onConfirmed={onDone} />
      <Group>
        <Button variant="subtle" onClick={onAgain}>
          <FormattedMessage id="email.sent.edit" />
        </Button>
      </Group>
    </Stack>
  );
}
