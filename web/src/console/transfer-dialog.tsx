/** Hands a conversation on: to a colleague at work, or back to the head of the queue, with a note. */
import { Button, Group, Modal, Radio, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Problem } from "./act";
import { useDesk } from "./desk-context";
import { TransferConversation } from "./notes/operations";
import { ProblemNote } from "./problem-note";
import { Presence } from "./team/presence";
import { type Colleague, isAtWork } from "./team/use-team";
import type { Step } from "./use-step";

interface Props {
  readonly head: Conversation;
  readonly step: Step;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const queue = "queue";
/** Characters of a note, as the server has it. */
const longest = 4_000;

export function TransferDialog({ head, step, onClose, onDone }: Props) {
  const intl = useIntl();
  const { team, operator } = useDesk();
  const [to, setTo] = useState(queue);
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const others = team.all.filter((c) => isAtWork(c) && (!head.mine || c.id !== operator.id)).sort(byPlaces);
  const transfer = async () => {
    const input = { conversationId: head.id, operatorId: to === queue ? null : to, note: note.trim() === "" ? null : note.trim() };
    const refused = await step.take(TransferConversation, { input });
    setProblem(refused);
    if (!refused) onDone();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: "desk.transfer.title" }, { name: head.customerName })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void transfer();
        }}
      >
        <Stack>
          <Radio.Group label={intl.formatMessage({ id: "desk.transfer.to" })} value={to} onChange={setTo}>
            <Stack gap="xs" mt={6}>
              <Radio
                value={queue}
                data-autofocus
                label={intl.formatMessage({ id: "desk.transfer.queue" })}
                description={intl.formatMessage({ id: "desk.transfer.queue.means" })}
              />
              {others.map((c) => (
                <Radio
                  key={c.id}
                  value={c.id}
                  label={
                    <Group gap={8} wrap="nowrap">
                      <Presence state={c.state} />
                      {c.name}
                    </Group>
                  }
                  description={intl.formatMessage(
                    { id: "desk.transfer.colleague" },
                    { ...c, state: intl.formatMessage({ id: `desk.state.${c.state}` }) },
                  )}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={intl.formatMessage({ id: "desk.transfer.note" })}
            description={intl.formatMessage({ id: "desk.notes.private" })}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={longest}
            value={note}
            onChange={(e) => setNote(e.currentTarget.value)}
          />
          <ProblemNote problem={problem} onAgain={() => void transfer()} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <FormattedMessage id="console.cancel" />
            </Button>
            <Button type="submit" loading={step.busy}>
              <FormattedMessage id="desk.transfer" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Who is free comes first. */
function byPlaces(a: Colleague, b: Colleague): number {
  const free = (c: Colleague) => (c.state === "ONLINE" ? 1_000 : 0) + c.capacity - c.open;
  return free(b) - free(a) || a.name.localeCompare(b.name);
}
