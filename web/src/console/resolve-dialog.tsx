/** Asks before a conversation is ended. */
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import { tell, type Problem } from "./act";
import { ResolveConversation } from "./operations";
import type { Step } from "./use-step";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly head: Conversation;
  readonly step: Step;
}

export function ResolveDialog({ opened, onClose, head, step }: Props) {
  const intl = useIntl();
  const [problem, setProblem] = useState<Problem | null>(null);
  const resolve = async () => {
    const refused = await step.take(ResolveConversation, { input: { conversationId: head.id } });
    setProblem(refused);
    if (!refused) onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={intl.formatMessage({ id: "console.resolve.title" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <Stack>
        <Text size="sm">
          <FormattedMessage id="console.resolve.text" />
        </Text>
        {problem && (
          <Alert color="red" role="alert">
            {tell(intl, problem)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="console.cancel" />
          </Button>
          <Button loading={step.busy} onClick={() => void resolve()} data-autofocus>
            <FormattedMessage id="console.resolve" />
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
