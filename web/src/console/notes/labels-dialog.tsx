/** The labels of a conversation, typed or picked from those in use. */
import { Button, Group, Modal, Pill, Stack, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Problem } from "../act";
import { ProblemNote } from "../problem-note";
import type { Step } from "../use-step";
import { LabelConversation } from "./operations";
import classes from "./notes.module.css";

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

/** The labels with what was typed among them, as the server will write it. */
export function withTyped(labels: readonly string[], typed: string): readonly string[] {
  const label = typed.trim().toLowerCase().replace(/\s+/g, " ");
  return label === "" || labels.includes(label) ? labels : [...labels, label];
}

export function LabelsDialog({ id, labels, known, step, onClose }: Props) {
  const intl = useIntl();
  const list = useId();
  const [chosen, setChosen] = useState(labels);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    const refused = await step.take(LabelConversation, { input: { conversationId: id, labels: [...withTyped(chosen, typed)] } });
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
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (typed.trim() === "") void save();
          else {
            setChosen(withTyped(chosen, typed));
            setTyped("");
          }
        }}
      >
        <Stack>
          {chosen.length > 0 && (
            <div className={classes.labels}>
              {chosen.map((label) => (
                <Pill
                  key={label}
                  withRemoveButton
                  removeButtonProps={{
                    "aria-label": intl.formatMessage({ id: "desk.labels.remove" }, { label }),
                    "aria-hidden": false,
                    tabIndex: 0,
                  }}
                  onRemove={() => setChosen(chosen.filter((l) => l !== label))}
                >
                  {label}
                </Pill>
              ))}
            </div>
          )}
          <TextInput
            label={intl.formatMessage({ id: "desk.labels.of" })}
            description={intl.formatMessage({ id: "desk.labels.how" }, { most })}
            value={typed}
            maxLength={longest}
            disabled={chosen.length >= most}
            list={list}
            autoComplete="off"
            onChange={(e) => setTyped(e.currentTarget.value)}
            data-autofocus
          />
          <datalist id={list}>
            {known
              .filter((label) => !chosen.includes(label))
              .map((label) => (
                <option key={label} value={label} />
              ))}
          </datalist>
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
      </form>
    </Modal>
  );
}
