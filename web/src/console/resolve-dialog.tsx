/** Asks how a conversation ended before it is ended. The outcome is kept as a label. */
import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Problem } from "./act";
import { LabelConversation } from "./notes/operations";
import { ResolveConversation } from "./operations";
import { ProblemNote } from "./problem-note";
import type { Step } from "./use-step";

interface Props {
  readonly head: Conversation;
  readonly labels: readonly string[];
  readonly step: Step;
  readonly onClose: () => void;
}

const outcomes = ["solved", "not solved", "no answer", "handed on"] as const;
type Outcome = (typeof outcomes)[number];
const prefix = "outcome: ";

/** The labels of a conversation that ended in a certain way. */
export function labelsWith(labels: readonly string[], outcome: string): string[] {
  return [...labels.filter((label) => !label.startsWith(prefix)), prefix + outcome];
}

export function ResolveDialog({ head, labels, step, onClose }: Props) {
  const intl = useIntl();
  const [outcome, setOutcome] = useState<Outcome>("solved");
  const [problem, setProblem] = useState<Problem | null>(null);
  const resolve = async () => {
    const refused =
      (await step.take(LabelConversation, { input: { conversationId: head.id, labels: labelsWith(labels, outcome) } })) ??
      (await step.take(ResolveConversation, { input: { conversationId: head.id } }));
    setProblem(refused);
    if (!refused) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: "console.resolve.title" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void resolve();
        }}
      >
        <Stack>
          <Text size="sm">
            <FormattedMessage id="console.resolve.text" />
          </Text>
          <Radio.Group
            label={intl.formatMessage({ id: "desk.outcome" })}
            value={outcome}
            onChange={(value) => setOutcome(value as Outcome)}
          >
            <Stack gap="xs" mt={6}>
              {outcomes.map((name) => (
                <Radio
                  key={name}
                  value={name}
                  data-autofocus={name === "solved" || undefined}
                  label={intl.formatMessage({ id: `desk.outcome.${name.replace(" ", "-")}` })}
                />
              ))}
            </Stack>
          </Radio.Group>
          <ProblemNote problem={problem} onAgain={() => void resolve()} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <FormattedMessage id="console.cancel" />
            </Button>
            <Button type="submit" loading={step.busy}>
              <FormattedMessage id="console.resolve" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
