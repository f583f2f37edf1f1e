/** /confirm-email: where the mail goes, and what to do with it. The address can be corrected before and after. */
import { Button, Divider, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useRefreshOnReturn } from "./use-refresh-on-return";
import { CodeForm } from "./code-form";
import { mailboxOf } from "./mailbox";
import { RequestConfirmation } from "./operations";
import { noteSent, sentTo, type Sent } from "./sent";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { Gate, type Viewer } from "../../shared/gate";
import { SignOut } from "../../shared/sign-out";
import { Page } from "../../shared/ui";
import { useCountdown } from "../../shared/use-countdown";

export default function EmailPage() {
  return <Gate stage="SIGNED_IN">{(viewer, refresh) => <Confirm viewer={viewer} refresh={refresh} />}</Gate>;
}

function Confirm({ viewer, refresh }: { readonly viewer: Viewer; readonly refresh: () => void }) {
  const intl = useIntl();
  const [sent, setSent] = useState<Sent | null>(() => sentTo(viewer.account.email));
  const [editing, setEditing] = useState(sent === null);
  // The link may be opened in another tab or on another device.
  useRefreshOnReturn(refresh);
  const onSent = (now: Sent) => {
    noteSent(now);
    setSent(now);
    setEditing(false);
  };
  return (
    <Page title={intl.formatMessage({ id: editing ? "email.title" : "email.sent.title" })} testid={editing ? "email-send" : "email-sent"}>
      {editing ? (
        <SendForm first={viewer.account.email} onSent={onSent} {...(sent ? { onBack: () => setEditing(false) } : {})} />
      ) : (
        sent && <SentView sent={sent} onSent={onSent} onEdit={() => setEditing(true)} onConfirmed={refresh} />
      )}
      <Divider />
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">
          <FormattedMessage id="email.signedInAs" values={{ name: viewer.name }} />
        </Text>
        <SignOut />
      </Group>
    </Page>
  );
}

/** Asks for a mail; what was wrong stays until the next try. */
function useSend(onSent: (sent: Sent) => void) {
  const { run, busy, lost } = useAct(RequestConfirmation);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (email: string) => {
    const data = await run({ input: { email } });
    if (!data) return;
    const { account, nextAt, problem: told } = data.requestEmailConfirmation;
    setProblem(told ?? null);
    if (account && nextAt != null) onSent({ email: account.email, nextAt });
  };
  return { send, busy, lost, problem };
}

function SendForm({ first, onSent, onBack }: { readonly first: string; readonly onSent: (sent: Sent) => void; readonly onBack?: () => void }) {
  const intl = useIntl();
  const [email, setEmail] = useState(first);
  const { send, busy, lost, problem } = useSend(onSent);
  const errorAt = useFieldErrors(problem);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void send(email);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>
          <FormattedMessage id="email.what" />
        </Text>
        <TextInput
          type="email"
          name="email"
          autoComplete="email"
          inputMode="email"
          label={intl.formatMessage({ id: "email.address" })}
          value={email}
          error={errorAt("email")}
          onChange={(e) => setEmail(e.currentTarget.value)}
        />
        <ProblemAlert problem={problem} lost={lost} fields={["email"]} />
        <Group>
          <Button type="submit" loading={busy}>
            <FormattedMessage id="email.send" />
          </Button>
          {onBack && (
            <Button variant="default" onClick={onBack}>
              <FormattedMessage id="email.back" />
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

interface SentProps {
  readonly sent: Sent;
  readonly onSent: (sent: Sent) => void;
  readonly onEdit: () => void;
  readonly onConfirmed: () => void;
}

function SentView({ sent, onSent, onEdit, onConfirmed }: SentProps) {
  const { send, busy, lost, problem } = useSend(onSent);
  const wait = useCountdown(sent.nextAt);
  const mailbox = mailboxOf(sent.email);
  return (
    <>
      <Text>
        <FormattedMessage id="email.sent.what" values={{ email: <b>{sent.email}</b> }} />
      </Text>
      {mailbox !== null && (
        <Button component="a" href={mailbox} target="_blank" rel="noreferrer" variant="light">
          <FormattedMessage id="email.sent.open" />
        </Button>
      )}
      <CodeForm onConfirmed={onConfirmed} />
      <Text size="sm" c="dimmed">
        <FormattedMessage id="email.sent.nothing" />
      </Text>
      <ProblemAlert problem={problem} lost={lost} />
      <Group>
        <Button variant="default" disabled={wait > 0} loading={busy} onClick={() => void send(sent.email)}>
          <FormattedMessage id={wait > 0 ? "email.sent.wait" : "email.sent.again"} values={{ seconds: wait }} />
        </Button>
        <Button variant="subtle" onClick={onEdit}>
          <FormattedMessage id="email.sent.edit" />
        </Button>
      </Group>
    </>
  );
}
