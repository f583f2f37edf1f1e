/** The conversation as its customer sees it. */
import { Alert, Button, Center, Loader, Stack } from "@mantine/core";
import { useEffect, useEffectEvent, useState, type ComponentType } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { Composer } from "../../conversation/composer";
import { ConnectionBar } from "../../conversation/connection-bar";
import { MaskedNotice } from "../../conversation/masked-notice";
import { Thread } from "../../conversation/thread";
import { TypingLine } from "../../conversation/typing-line";
import { detailOf, type DocumentRequest, type Message } from "../../conversation/types";
import { useConversation } from "../../conversation/use-conversation";
import { ChatHeader } from "./chat-header";
import { ChatNotices } from "./chat-notices";
import { DecisionCard } from "./decision-card";
import { Farewell } from "./farewell";
import { QuickReplies } from "./quick-replies";
import { WaitingNote } from "./waiting-note";
import classes from "./support.module.css";

/** The parts that ask for a picture and send it; the documents feature has them. */
export interface DocumentParts {
  readonly RequestCard: ComponentType<{ readonly request: DocumentRequest; readonly onOpen: () => void }>;
  readonly DocumentDialog: ComponentType<{
    readonly conversationId: string;
    readonly request: DocumentRequest;
    readonly opened: boolean;
    readonly onClose: () => void;
    readonly onCannot: () => void;
  }>;
}

interface Props {
  readonly id: string;
  /** Whether it belongs to the recovery this browser holds. */
  readonly ofRecovery: boolean;
  readonly freshSignIn: boolean;
  readonly documents: DocumentParts;
  /** A decision came: the recovery has moved on. */
  readonly onDecided: () => void;
  /** Away from this conversation, to begin another. */
  readonly onGone: () => void;
}

export function Chat({ id, ofRecovery, freshSignIn, documents, onDecided, onGone }: Props) {
  const intl = useIntl();
  const chat = useConversation(id);
  const begun = useBegun(chat.conversation?.documentRequests ?? []);
  const decidedSeq = chat.messages.findLast((m) => m.kind === "DECISION")?.seq ?? 0;
  const decided = useEffectEvent(onDecided);
  useEffect(() => {
    if (decidedSeq > 0) decided();
  }, [decidedSeq]);

  const cardOf = (message: Message) => {
    if (message.kind === "DECISION" && (message.code === "APPROVED" || message.code === "DECLINED")) {
      return <DecisionCard message={message} ofRecovery={ofRecovery} />;
    }
    const request = begun.open.find((r) => message.kind === "DOCUMENT_REQUEST" && r.id === detailOf(message, "requestId"));
    return request && <documents.RequestCard request={request} onOpen={() => begun.begin(request)} />;
  };

  if (chat.status === "absent") return <Absent ofRecovery={ofRecovery} onGone={onGone} />;
  if (!chat.conversation) {
    return (
      <Center mih="40vh">
        {chat.status === "failed" ? <FormattedMessage id="support.lost.load" /> : <Loader role="status" aria-label={intl.formatMessage({ id: "support.loading" })} />}
      </Center>
    );
  }
  const over = chat.conversation.state === "RESOLVED" || chat.conversation.state === "CLOSED";
  const cannot = () => {
    begun.close();
    chat.send(intl.formatMessage({ id: "support.cannotSend" }));
  };
  return (
    <div className={classes.chat} data-testid="support-chat" data-state={chat.conversation.state}>
      <ChatHeader chat={chat} conversation={chat.conversation} onGone={onGone} />
      <ConnectionBar connection={chat.connection} waiting={chat.unsent.length} />
      <ChatNotices conversation={chat.conversation} ofRecovery={ofRecovery} freshSignIn={freshSignIn} requests={outOfSight(begun.open, chat.messages)} onRequest={begun.begin} />
      {chat.conversation.state === "QUEUED" && <WaitingNote id={id} place={chat.conversation.place ?? null} />}
      <div className={classes.thread}>
        <Thread chat={chat} side="CUSTOMER" card={cardOf} />
      </div>
      <TypingLine typing={chat.typing} side="CUSTOMER" />
      <MaskedNotice chat={chat} />
      {over && <Farewell id={id} />}
      {!over && <QuickReplies onSend={(text, quick) => chat.send(text, quick)} />}
      {chat.conversation.state !== "CLOSED" && (
        <Composer
          conversationId={id}
          onSend={chat.send}
          onWriting={chat.writes}
          label={intl.formatMessage({ id: "support.message" })}
          placeholder={intl.formatMessage({ id: chat.conversation.state === "RESOLVED" ? "support.messageAgain" : "support.message" })}
          sendLabel={intl.formatMessage({ id: "support.send" })}
        />
      )}
      {begun.seen.map((request) => (
        <documents.DocumentDialog
          key={request.id}
          conversationId={id}
          request={request}
          opened={begun.at === request.id}
          onClose={begun.close}
          onCannot={cannot}
        />
      ))}
    </div>
  );
}

/** A card so far up the thread has to be asked for again at its top. */
const nearEnd = 4;

/** The requests whose cards are not among the last messages. */
function outOfSight(open: readonly DocumentRequest[], messages: readonly Message[]): readonly DocumentRequest[] {
  const seen = new Set(messages.slice(-nearEnd).map((m) => detailOf(m, "requestId")));
  return open.filter((r) => !seen.has(r.id));
}

/**
 * The requests whose step was begun. They stay, with their pictures, until the page
 * goes, even when the server no longer waits for them: the verdict is still to be read.
 */
function useBegun(open: readonly DocumentRequest[]) {
  const [seen, setSeen] = useState<readonly DocumentRequest[]>([]);
  const [at, setAt] = useState("");
  return {
    open,
    seen,
    /** The id of the one in front, "" for none. */
    at,
    begin: (request: DocumentRequest) => {
      setSeen((all) => (all.some((r) => r.id === request.id) ? all : [...all, request]));
      setAt(request.id);
    },
    close: () => setAt(""),
  };
}

function Absent({ ofRecovery, onGone }: Pick<Props, "ofRecovery" | "onGone">) {
  return (
    <Stack maw="34rem" mx="auto">
      <Alert color="yellow" role="alert">
        <FormattedMessage id="support.absent" />
      </Alert>
      {ofRecovery ? (
        <Button component={Link} to="/recover">
          <FormattedMessage id="support.stranger.recover" />
        </Button>
      ) : (
        <Button onClick={onGone}>
          <FormattedMessage id="support.anew" />
        </Button>
      )}
    </Stack>
  );
}
