/** /account/cards: the saved cards, one more, one less. */
import { Alert, Anchor, Button, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { useQuery } from "urql";
import type { SavedCardFragment } from "../../gql/graphql";
import { AddCardForm } from "./add-card-form";
import { CardLine } from "./card-line";
import { DeleteDialog } from "./delete-dialog";
import { SavedCards, SetDefaultCard } from "./operations";
import { RenameDialog } from "./rename-dialog";
import { useAct, type Problem } from "../../shared/act/use-act";
import { ProblemAlert, when } from "../../shared/act/problem";
import { Gate } from "../../shared/gate";
import { useCountdown } from "../../shared/use-countdown";
import { Loading, Page, Unreachable } from "../../shared/ui";
import classes from "./cards.module.css";

export default function CardsPage() {
  return <Gate stage="REGISTERED">{() => <Cards />}</Gate>;
}

type Doing = { readonly what: "look" } | { readonly what: "add" } | { readonly what: "delete" | "rename"; readonly card: SavedCardFragment };

interface Said {
  readonly id: "cards.saved" | "cards.deleted" | "cards.renamed" | "cards.pays";
  readonly network: string;
  readonly last4: string;
}

function Cards() {
  const intl = useIntl();
  const [{ data, error }, ask] = useQuery({ query: SavedCards, requestPolicy: "cache-and-network" });
  const [doing, setDoing] = useState<Doing>({ what: "look" });
  const [said, setSaid] = useState<Said | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const setDefault = useAct(SetDefaultCard);
  const refresh = () => ask({ requestPolicy: "network-only" });
  const account = data?.viewer?.account;
  const held = useCountdown(account?.heldUntil ?? null) > 0;
  if (!account) return error ? <Unreachable onRetry={refresh} /> : <Loading />;
  const look = (id: Said["id"], { networkName, last4 }: SavedCardFragment) => {
    setSaid({ id, network: networkName, last4 });
    setDoing({ what: "look" });
    refresh();
  };
  const makeDefault = async (card: SavedCardFragment) => {
    const answer = (await setDefault.run({ input: { id: card.id } }))?.setDefaultCard;
    setProblem(answer?.problem ?? null);
    if (answer?.card) look("cards.pays", card);
  };
  return (
    <Page title={intl.formatMessage({ id: doing.what === "add" ? "cards.add.title" : "cards.title" })} testid="cards">
      {said && doing.what !== "add" && (
        <Alert color="green" role="status">
          <FormattedMessage id={said.id} values={{ network: said.network, last4: said.last4 }} />
        </Alert>
      )}
      {doing.what === "add" ? (
        <AddCardForm onSaved={(card) => look("cards.saved", card)} onCancel={() => setDoing({ what: "look" })} />
      ) : (
        <>
          <CardList
            cards={account.cards}
            onDelete={(card) => setDoing({ what: "delete", card })}
            onRename={(card) => setDoing({ what: "rename", card })}
            onDefault={(card) => void makeDefault(card)}
          />
          <ProblemAlert problem={problem} lost={setDefault.lost} />
          {held && (
            <Alert color="yellow">
              <FormattedMessage id="cards.held" values={{ time: when(intl, account.heldUntil ?? "") }} />
            </Alert>
          )}
          {account.frozenAt != null && (
            <Alert color="red">
              <FormattedMessage id="problems.ACCOUNT_FROZEN" />
            </Alert>
          )}
          <Button
            disabled={held || account.frozenAt != null}
            onClick={() => {
              setSaid(null);
              setDoing({ what: "add" });
            }}
          >
            <FormattedMessage id="cards.add.open" />
          </Button>
          <Anchor component={Link} to="/account" size="sm">
            <FormattedMessage id="cards.back" />
          </Anchor>
        </>
      )}
      {doing.what === "delete" && (
        <DeleteDialog card={doing.card} onClose={() => setDoing({ what: "look" })} onDeleted={() => look("cards.deleted", doing.card)} />
      )}
      {doing.what === "rename" && (
        <RenameDialog card={doing.card} onClose={() => setDoing({ what: "look" })} onRenamed={() => look("cards.renamed", doing.card)} />
      )}
    </Page>
  );
}

interface ListProps {
  readonly cards: readonly SavedCardFragment[];
  readonly onDelete: (card: SavedCardFragment) => void;
  readonly onRename: (card: SavedCardFragment) => void;
  readonly onDefault: (card: SavedCardFragment) => void;
}

function CardList({ cards, onDelete, onRename, onDefault }: ListProps) {
  if (cards.length === 0) {
    return (
      <Text c="dimmed">
        <FormattedMessage id="cards.none" />
      </Text>
    );
  }
  return (
    <ul className={classes.list}>
      {cards.map((card) => (
        <CardLine
          key={card.id}
          card={card}
          onRename={() => onRename(card)}
          onDefault={cards.length > 1 ? () => onDefault(card) : null}
          onDelete={() => onDelete(card)}
        />
      ))}
    </ul>
  );
}
