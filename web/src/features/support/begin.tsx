/** Before there is a conversation: what it will be about, or what has to happen first. */
import { Alert, Button, Group, List, Paper, Radio, Stack, Text, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { useClient } from "urql";
import type { Topic } from "../../gql/graphql";
import { ClosedNote } from "./closed-note";
import { OpenConversation } from "./operations";

interface Props {
  readonly onOpened: (conversationId: string) => void;
}

/** What kept a conversation from being opened. */
interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly retryAt?: string;
}

function useOpen(onOpened: (id: string) => void) {
  const client = useClient();
  const intl = useIntl();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const open = async (topic: Topic) => {
    setBusy(true);
    const { data } = await client.mutation(OpenConversation, { input: { topic, locale: intl.locale } }).toPromise();
    setBusy(false);
    const payload = data?.openConversation;
    if (payload?.conversation) onOpened(payload.conversation.id);
    else setTrouble(payload?.problem ?? { code: "NETWORK", message: "" });
  };
  return { open, busy, trouble };
}

/** About the recovery this browser holds. */
export function BeginRecoveryChat({ onOpened }: Props) {
  const { open, busy, trouble } = useOpen(onOpened);
  return (
    <Begin title="support.recovery.title">
      <Text>
        <FormattedMessage id="support.recovery.what" />
      </Text>
      <List size="sm" spacing={4}>
        {["identity", "card", "people", "mail"].map((line) => (
          <List.Item key={line}>
            <FormattedMessage id={`support.recovery.${line}`} />
          </List.Item>
        ))}
      </List>
      <TroubleNote trouble={trouble} />
      <Group>
        <Button loading={busy} onClick={() => void open("RECOVERY")}>
          <FormattedMessage id="support.begin" />
        </Button>
        <Button component={Link} to="/recover" variant="default">
          <FormattedMessage id="support.recovery.back" />
        </Button>
      </Group>
    </Begin>
  );
}

const topics = ["CARD", "PAYMENT", "OTHER"] as const;

/** About something else, for a customer. */
export function BeginTopicChat({ onOpened }: Props) {
  const intl = useIntl();
  const { open, busy, trouble } = useOpen(onOpened);
  const [topic, setTopic] = useState<(typeof topics)[number]>("CARD");
  return (
    <Begin title="support.topics.title">
      <Radio.Group
        label={intl.formatMessage({ id: "support.topics.what" })}
        value={topic}
        onChange={(value) => setTopic(topics.find((t) => t === value) ?? "OTHER")}
      >
        <Stack gap="xs" mt="xs">
          {topics.map((t) => (
            <Radio key={t} value={t} label={intl.formatMessage({ id: `support.topic.${t}` })} />
          ))}
        </Stack>
      </Radio.Group>
      <Text size="sm">
        <FormattedMessage id="support.topics.forgot" values={{ link: (words) => <Link to="/recover">{words}</Link> }} />
      </Text>
      <TroubleNote trouble={trouble} />
      <Group>
        <Button loading={busy} onClick={() => void open(topic)}>
          <FormattedMessage id="support.begin" />
        </Button>
      </Group>
    </Begin>
  );
}

/** Somebody the service doesn't know yet. */
export function Stranger() {
  return (
    <Begin title="support.stranger.title">
      <Text>
        <FormattedMessage id="support.stranger.what" />
      </Text>
      <Group>
        <Button component="a" href="/auth/customer/start?next=/support">
          <FormattedMessage id="support.stranger.signIn" />
        </Button>
        <Button component={Link} to="/recover" variant="default">
          <FormattedMessage id="support.stranger.recover" />
        </Button>
      </Group>
    </Begin>
  );
}

function Begin({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder radius="md" p={{ base: "md", sm: "xl" }} maw="34rem" mx="auto" w="100%">
      <Stack>
        <Title order={1} size="h2">
          <FormattedMessage id={title} />
        </Title>
        <ClosedNote />
        {children}
      </Stack>
    </Paper>
  );
}

/** Codes with a sentence of their own. */
const told = new Set(["NETWORK", "THROTTLED", "RETRY_LATER", "NO_RECOVERY", "WRONG_STATE"]);

function TroubleNote({ trouble }: { readonly trouble: Trouble | null }) {
  const intl = useIntl();
  if (!trouble) return null;
  const time = trouble.retryAt === undefined ? "" : intl.formatDate(trouble.retryAt, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Alert color="yellow" role="alert">
      {told.has(trouble.code) ? <FormattedMessage id={`support.trouble.${trouble.code}`} values={{ time }} /> : trouble.message}
    </Alert>
  );
}
