/** The labels of a conversation, typed or picked from those in use. */
import { Button, Group, Modal, Stack, TagsInput } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Problem } from "../act";
import { ProblemNote } from "../problem-note";
import type { Step } from "../use-step";
import { LabelConversation } from "./operations";

interface Props {
  readonly id: string;
  readonly labels: readonly string[];
  /** Labels of other conversations, to pick from. */
  readonly known: readonly string[];
  readonly step: Step;
  readonly onClose: () => void;
}

/** As the server has it. */
const most = 10;
const longest = 40;

export function LabelsDialog({ id, labels, known, step, onClose }: Props) {
  const intl = useIntl();
  const [chosen, setChosen] = useState<string[]>([...labels]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    const refused = await step.take(LabelConversation, { input: { conversationId: id, labels: chosen } });
    setProblem(refused);
    if (!refused) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: "desk.labels" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <Stack>
        <TagsInput
          label={intl.formatMessage({ id: "desk.labels.of" })}
          description={intl.formatMessage({ id: "desk.labels.how" }, { most })}
          value={chosen}
          onChange={(next) => setChosen(next.map((label) => label.toLowerCase().slice(0, longest)))}
          data={[...new Set([...known, ...labels])].sort()}
          maxTags={most}
          acceptValueOnBlur
          comboboxProps={{ withinPortal: true }}
          data-autofocus
        />
        <ProblemNote problem={problem} onAgain={() => void save()} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="console.cancel" />
          </Button>
          <Button loading={step.busy} onClick={() => void save()}>
            <FormattedMessage id="desk.save" />
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
