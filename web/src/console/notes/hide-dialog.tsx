/** Asks before a message is overwritten for good. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Problem, unreachable } from "../act";
import { useConnection } from "../connection";
import { ProblemNote } from "../problem-note";
import { HideMessage } from "./operations";

interface Props {
  readonly conversationId: string;
  readonly seq: number;
  /** What it says, to be sure that it is the one that is meant. */
  readonly body: string;
  readonly onClose: () => void;
}

export function HideDialog({ conversationId, seq, body, onClose }: Props) {
  const intl = useIntl();
  const { client } = useConnection();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const hide = async () => {
    setBusy(true);
    const { data } = await client.mutation(HideMessage, { input: { conversationId, seq } }).toPromise();
    setBusy(false);
    const refused = data ? (data.hideMessage.problem ?? null) : unreachable;
    setProblem(refused);
    if (!refused) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: "desk.hide.title" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <Stack>
        <Text size="sm">
          <FormattedMessage id="desk.hide.text" />
        </Text>
        <Text component="blockquote" size="sm" m={0} lineClamp={4} dir="auto">
          {body}
        </Text>
        <ProblemNote problem={problem} onAgain={() => void hide()} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            <FormattedMessage id="console.cancel" />
          </Button>
          <Button color="red" loading={busy} onClick={() => void hide()}>
            <FormattedMessage id="desk.hide" />
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
