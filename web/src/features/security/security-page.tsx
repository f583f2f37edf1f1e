/** /account/security: what only the owner knows, and where the owner is signed in. */
import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { EmailForm } from "./email-form";
import { PasswordForm } from "./password-form";
import { QuestionsForm } from "./questions-form";
import { Sessions } from "./sessions";
import { Gate } from "../../shared/gate";

export default function SecurityPage() {
  return <Gate stage="REGISTERED">{(viewer, refresh) => <Security email={viewer.account.email} refresh={refresh} />}</Gate>;
}

type Part = "password" | "questions" | "email";

function Security({ email, refresh }: { readonly email: string; readonly refresh: () => void }) {
  const intl = useIntl();
  const [open, setOpen] = useState<Part | null>(null);
  const [changed, setChanged] = useState<Part | null>(null);
  const title = intl.formatMessage({ id: "security.title" });
  const done = (part: Part) => {
    setChanged(part);
    setOpen(null);
  };
  const toggle = (part: Part) => {
    setChanged(null);
    setOpen(open === part ? null : part);
  };
  return (
    <Stack data-testid="security">
      <Title order={1} size="h2">
        {title}
      </Title>
      {changed !== null && (
        <Alert color="green" role="status">
          <FormattedMessage id={`security.${changed}.done`} />
        </Alert>
      )}
      <Section name="password" open={open === "password"} onToggle={() => toggle("password")}>
        <PasswordForm onDone={() => done("password")} onCancel={() => setOpen(null)} />
      </Section>
      <Section name="questions" open={open === "questions"} onToggle={() => toggle("questions")}>
        <QuestionsForm onDone={() => done("questions")} onCancel={() => setOpen(null)} />
      </Section>
      <Section name="email" email={email} open={open === "email"} onToggle={() => toggle("email")}>
        <EmailForm
          current={email}
          refresh={refresh}
          onDone={() => {
            done("email");
            refresh();
          }}
          onCancel={() => setOpen(null)}
        />
      </Section>
      <Paper withBorder p={{ base: "md", sm: "xl" }} component="section">
        <Title order={2} size="h4" mb="xs">
          <FormattedMessage id="security.sessions.title" />
        </Title>
        <Sessions />
      </Paper>
      <Anchor component={Link} to="/account" size="sm">
        <FormattedMessage id="cards.back" />
      </Anchor>
    </Stack>
  );
}

interface SectionProps {
  readonly name: Part;
  readonly email?: string;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

function Section({ name, email = "", open, onToggle, children }: SectionProps) {
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }} component="section">
      <Stack>
        <Group justify="space-between">
          <div>
            <Title order={2} size="h4">
              <FormattedMessage id={`security.${name}.title`} />
            </Title>
            <Text size="sm" c="dimmed">
              <FormattedMessage id={`security.${name}.what`} values={{ email }} />
            </Text>
          </div>
          {!open && (
            <Button variant="default" onClick={onToggle} aria-expanded={open}>
              <FormattedMessage id={`security.${name}.change`} />
            </Button>
          )}
        </Group>
        {open && children}
      </Stack>
    </Paper>
  );
}
