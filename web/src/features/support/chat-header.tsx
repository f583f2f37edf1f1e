/** Who helps, or how long the queue is, and the way to leave. */
import { Button, Group, Modal, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useClient } from "urql";
import type { Conversation } from "../../conversation/types";
import type { Chat } from "../../conversation/use-conversation";
import { LeaveConversation } from "./operations";
import { standing } from "./standing";
import classes from "./support.module.css";

interface Props {
  readonly chat: Chat;
  readonly conversation: Conversation;
  /** To another conversation, once this one is over. */
  readonly onGone: () => void;
}

export function ChatHeader({ chat, conversation, onGone }: Props) {
  const [leaving, setLeaving] = useState(false);
  const { id, values } = standing(conversation);
  const over = conversation.state === "RESOLVED" || conversation.state === "CLOSED";
  return (
    <div className={classes.header}>
      <div className={classes.standing}>
        <Title order={1} size="h4">
          <FormattedMessage id={`support.about.${conversation.topic}`} />
        </Title>
        <Text size="sm" c="dimmed" role="status" data-testid="support-standing">
          <FormattedMessage id={id} values={values} />
        </Text>
      </div>
      {over ? (
        conversation.topic !== "RECOVERY" && (
          <Button size="xs" variant="default" onClick={onGone}>
            <FormattedMessage id="support.anew" />
          </Button>
        )
      ) : (
        <Button size="xs" variant="default" onClick={() => setLeaving(true)}>
          <FormattedMessage id="support.leave.open" />
        </Button>
      )}
      <Leave chat={chat} conversation={conversation} opened={leaving} onClose={() => setLeaving(false)} />
    </div>
  );
}

interface LeaveProps extends Omit<Props, "onGone"> {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks once more before leaving. */
function Leave({ chat, conversation, opened, onClose }: LeaveProps) {
  const client = useClient();
  const intl = useIntl();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const leave = async () => {
    setBusy(true);
    const { data } = await client.mutation(LeaveConversation, { input: { conversationId: conversation.id } }).toPromise();
    setBusy(false);
    const left = data?.leaveConversation.conversation;
    setFailed(!left);
    if (!left) return;
    chat.takeHead(left);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={<FormattedMessage id="support.leave.title" />} centered lockScroll={false} closeButtonProps={{ "aria-label": intl.formatMessage({ id: "support.leave.no" }) }}>
      <Stack>
        <Text size="sm">
          <FormattedMessage id={conversation.state === "QUEUED" ? "support.leave.queued" : "support.leave.active"} />
        </Text>
        {failed && (
          <Text size="sm" c="red" role="alert">
            <FormattedMessage id="support.trouble.NETWORK" />
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="support.leave.no" />
          </Button>
          <Button color="red" variant="light" loading={busy} onClick={() => void leave()}>
            <FormattedMessage id="support.leave.yes" />
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
