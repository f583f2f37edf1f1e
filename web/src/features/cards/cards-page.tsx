/** /account/cards: the saved cards, one more, one less. */
import { Alert, Anchor, Button, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { useQuery } from "urql";
import type { SavedCardFragment } from "../../gql/graphql";
import { AddCardForm } from "./add-card-form";
import { CardLine } from "./card-line";
import { DeleteDialog } from "./delete-dialog";
import { SavedCards, SetDefaultCard } from "./operations";
import { RenameDialog } from "./rename-dialog";
import { heirOf } from "./heir";
import { useAct, type Problem } from "../../shared/act/use-act";
import { ProblemAlert, when } from "../../shared/act/problem";
import { Gate } from "../../shared/gate";
import { useCountdown } from "../../shared/use-countdown";
import { Loading, Page, Unreachable } from "../../shared/ui";
import { useWayBack } from "../../shared/way-back";
import classes from "./cards.module.css";

export default function CardsPage() {
  return <Gate stage="REGISTERED">{() => <Cards />}</Gate>;
}

/** How many cards an account can have; the server holds to it. */
const most = 10;

type Doing = { readonly what: "look" } | { readonly what: "add" } | { readonly what: "delete" | "rename"; readonly card: SavedCardFragment };

interface Said {
  readonly id: "cards.saved" | "cards.deleted" | "cards.renamed" | "cards.pays";
  readonly network: string;
  readonly last4: string;
  readonly heir: SavedCardFragment | null;
}

function Cards() {
  const intl = useIntl();
  const [{ data, error }, ask] = useQuery({ query: SavedCards, requestPolicy: "cache-and-network" });
  const wayBack = useWayBack();
  const [doing, setDoing] = useState<Doing>({ what: wayBack ? "add" : "look" });
  const [said, setSaid] = useState<Said | null>(null);
  const [shown, setShown] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const setDefault = useAct(SetDefaultCard);
  const refresh = () => ask({ requestPolicy: "network-only" });
  const account = data?.viewer?.account;
  const held = useCountdown(account?.heldUntil ?? null) > 0;
  if (!account) return error ? <Unreachable onRetry={refresh} /> : <Loading />;
  const { cards } = account;
  const look = (id: Said["id"], { networkName, last4 }: SavedCardFragment, heir: SavedCardFragment | null = null) => {
    setSaid({ id, network: networkName, last4, heir });
    setDoing({ what: "look" });
    setProblem(null);
    refresh();
  };
  const makeDefault = async (card: SavedCardFragment) => {
    const answer = (await setDefault.run({ input: { id: card.id } }))?.setDefaultCard;
    setProblem(answer?.problem ?? null);
    if (answer?.card) look("cards.pays", card);
    else refresh();
  };
  const open = (next: Doing) => {
    setSaid(null);
    setProblem(null);
    setShown("");
    setDoing(next);
  };
  const closed = held || account.frozenAt != null || cards.length >= most;
  if (doing.what === "add" && !closed) {
    return (
      <Page title={intl.formatMessage({ id: "cards.add.title" })} testid="cards">
        <AddCardForm
          testCards={account.testCards}
          onSaved={(card) => look("cards.saved", card)}
          onCancel={() => open({ what: "look" })}
          onShow={(card) => {
            open({ what: "look" });
            setShown(card.id);
          }}
        />
      </Page>
    );
  }
  // Somebody on the way to pay goes on there as soon as there is a card.
  const paysNow = wayBack !== null && said?.id === "cards.saved";
  return (
    <Page title={intl.formatMessage({ id: "cards.title" })} testid="cards">
      {said && <Done said={said} />}
      {paysNow && (
        <Button component={Link} to={wayBack.back} size="md">
          <FormattedMessage id="cards.backToPayment" />
        </Button>
      )}
      <CardList
        cards={cards}
        shown={shown}
        onDelete={(card) => open({ what: "delete", card })}
        onRename={(card) => open({ what: "rename", card })}
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
      {cards.length >= most && (
        <Text size="sm" c="dimmed">
          <FormattedMessage id="cards.full" values={{ most }} />
        </Text>
      )}
      <Button disabled={closed} variant={paysNow ? "default" : "filled"} onClick={() => open({ what: "add" })}>
        <FormattedMessage id="cards.add.open" />
      </Button>
      {!paysNow && (
        <Anchor component={Link} to={wayBack?.back ?? "/account"} size="sm">
          <FormattedMessage id={wayBack ? "cards.backToPayment" : "cards.back"} />
        </Anchor>
      )}
      {doing.what === "delete" && (
        <DeleteDialog
          card={doing.card}
          heir={heirOf(doing.card, cards)}
          onClose={() => setDoing({ what: "look" })}
          onDeleted={() => look("cards.deleted", doing.card, heirOf(doing.card, cards))}
        />
      )}
      {doing.what === "rename" && (
        <RenameDialog card={doing.card} onClose={() => setDoing({ what: "look" })} onRenamed={() => look("cards.renamed", doing.card)} />
      )}
    </Page>
  );
}

/** What was done. It takes the focus: what had it may be gone. */
function Done({ said }: { readonly said: Said }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    element.current?.focus();
  }, [said]);
  return (
    <Alert ref={element} color="green" role="status" tabIndex={-1}>
      <FormattedMessage id={said.id} values={{ network: said.network, last4: said.last4 }} />
      {said.heir && (
        <>
          {" "}
          <FormattedMessage id="cards.pays" values={{ network: said.heir.networkName, last4: said.heir.last4 }} />
        </>
      )}
    </Alert>
  );
}

interface ListProps {
  readonly cards: readonly SavedCardFragment[];
  /** The card that is pointed at, "" for none. */
  readonly shown: string;
  readonly onDelete: (card: SavedCardFragment) => void;
  readonly onRename: (card: SavedCardFragment) => void;
  readonly onDefault: (card: SavedCardFragment) => void;
}

function CardList({ cards, shown, onDelete, onRename, onDefault }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (shown !== "") list.current?.querySelector<HTMLElement>(`[data-id="${shown}"]`)?.focus();
  }, [shown]);
  if (cards.length === 0) {
    return (
      <div className={classes.empty} data-testid="no-cards">
        <div className={classes.blank} aria-hidden />
        <Text c="dimmed">
          <FormattedMessage id="cards.none" />
        </Text>
      </div>
    );
  }
  return (
    <ul className={classes.list} ref={list}>
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
