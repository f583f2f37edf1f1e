/** Asks before a reset is proposed, and why, where no saved card matched. */
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Problem } from "./act";
import { shortestJustification } from "./evidence";
import { ProposeReset } from "./operations";
import { ProblemNote } from "./problem-note";
import type { Step } from "./use-step";

interface Props {
  readonly head: Conversation;
  /** Whether an accepted card matched a saved one. */
  readonly matched: boolean;
  readonly step: Step;
  readonly onClose: () => void;
}

/** Characters of a justification at most, as the server has it. */
const longest = 1_000;

export function ProposeDialog({ head, matched, step, onClose }: Props) {
  const intl = useIntl();
  const [why, setWhy] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const field = problem?.fields?.find((f) => f.field === "justification");
  const enough = matched || Array.from(why.trim()).length >= shortestJustification;
  const propose = async () => {
    const refused = await step.take(ProposeReset, { input: { conversationId: head.id, justification: why.trim() } });
    setProblem(refused);
    if (!refused) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: "console.propose.title" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <Stack>
        <Text size="sm">
          <FormattedMessage id="console.propose.text" />
        </Text>
        <Textarea
          label={intl.formatMessage({ id: "console.justification" })}
          description={intl.formatMessage(
            { id: matched ? "console.justification.optional" : "console.justification.needed" },
            { shortest: shortestJustification },
          )}
          required={!matched}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={longest}
          value={why}
          error={field?.message}
          onChange={(e) => setWhy(e.currentTarget.value)}
          data-autofocus
        />
        {!field && <ProblemNote problem={problem} onAgain={() => void propose()} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="console.cancel" />
          </Button>
          <Button disabled={!enough} loading={step.busy} onClick={() => void propose()}>
            <FormattedMessage id="console.propose" />
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
