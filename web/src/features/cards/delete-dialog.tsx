/** Asks before a card goes: there is no way back. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { SavedCardFragment } from "../../gql/graphql";
import { DeleteCard } from "./operations";
import { ProblemAlert } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";

interface Props {
  readonly card: SavedCardFragment;
  /** Which card will pay by default afterwards; null when that does not change. */
  readonly heir: SavedCardFragment | null;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteDialog({ card, heir, onClose, onDeleted }: Props) {
  const intl = useIntl();
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(DeleteCard);
  const name = { network: card.networkName, last4: card.last4 };
  const remove = async () => {
    const data = await run({ input: { id: card.id } });
    if (!data) return;
    setProblem(data.deleteCard.problem ?? null);
    if (data.deleteCard.deletedId != null) onDeleted();
  };
  return (
    <Modal opened onClose={onClose} title={intl.formatMessage({ id: "cards.delete.title" })} closeButtonProps={{ "aria-label": intl.formatMessage({ id: "cards.cancel" }) }}>
      <Stack>
        <Text>
          <FormattedMessage id="cards.delete.sure" values={name} />
        </Text>
        {heir && (
          <Text>
            <FormattedMessage id="cards.delete.heir" values={{ network: heir.networkName, last4: heir.last4 }} />
          </Text>
        )}
        <ProblemAlert problem={problem} lost={lost} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            <FormattedMessage id="cards.cancel" />
          </Button>
          <Button color="red" loading={busy} onClick={() => void remove()}>
            <FormattedMessage id="cards.delete.yes" />
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
