/** A card's own name: "for holidays" is easier to find than four digits. */
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { SavedCardFragment } from "../../gql/graphql";
import { RenameCard } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";

interface Props {
  readonly card: SavedCardFragment;
  readonly onClose: () => void;
  readonly onRenamed: () => void;
}

export function RenameDialog({ card, onClose, onRenamed }: Props) {
  const intl = useIntl();
  const [name, setName] = useState(card.name);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(RenameCard);
  const errorAt = useFieldErrors(problem);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const data = await run({ input: { id: card.id, name } });
    if (!data) return;
    setProblem(data.renameCard.problem ?? null);
    if (data.renameCard.card) onRenamed();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: "cards.rename.title" }, { network: card.networkName, last4: card.last4 })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "cards.cancel" }) }}
    >
      <form onSubmit={(e) => void submit(e)} noValidate>
        <Stack>
          <TextInput
            name="card-name"
            autoComplete="off"
            maxLength={60}
            data-autofocus
            label={intl.formatMessage({ id: "cards.rename.name" })}
            description={intl.formatMessage({ id: "cards.rename.hint" })}
            value={name}
            error={errorAt("name")}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <ProblemAlert problem={problem} lost={lost} fields={["name"]} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <FormattedMessage id="cards.cancel" />
            </Button>
            <Button type="submit" loading={busy}>
              <FormattedMessage id="cards.rename.save" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
