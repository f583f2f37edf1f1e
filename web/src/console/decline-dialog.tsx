/** The second person's no, with a reason that the customer reads. */
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Problem } from "./act";
import { DeclineReset } from "./operations";
import { ProblemNote } from "./problem-note";
import type { Proposal } from "./use-case";
import type { Step } from "./use-step";

interface Props {
  readonly head: Conversation;
  readonly proposal: Proposal;
  readonly step: Step;
  readonly onClose: () => void;
}

/** Characters of a reason, as the server has it. */
const shortest = 3;
const longest = 500;

export function DeclineDialog({ head, proposal, step, onClose }: Props) {
  const intl = useIntl();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const field = problem?.fields?.find((f) => f.field === "reason");
  const decline = async () => {
    const refused = await step.take(DeclineReset, {
      input: { conversationId: head.id, proposalId: proposal.id, reason: reason.trim() },
    });
    setProblem(refused);
    if (!refused) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: "console.declineReset.title" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <Stack>
        <Text size="sm">
          <FormattedMessage id="console.declineReset.text" />
        </Text>
        <Textarea
          label={intl.formatMessage({ id: "console.declineReset.reason" })}
          description={intl.formatMessage({ id: "console.customerReads" })}
          required
          autosize
          minRows={3}
          maxRows={8}
          maxLength={longest}
          value={reason}
          error={field?.message}
          onChange={(e) => setReason(e.currentTarget.value)}
          data-autofocus
        />
        {!field && <ProblemNote problem={problem} onAgain={() => void decline()} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="console.cancel" />
          </Button>
          <Button
            color="red"
            disabled={Array.from(reason.trim()).length < shortest}
            loading={step.busy}
            onClick={() => void decline()}
          >
            <FormattedMessage id="console.declineReset" />
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
