/**
 * A conversation for React.
 *
 *     <ChatSource value={source}>            once a page, source = serverSource(connect(door))
 *     const chat = useConversation(id);      loads, follows, reconnects, catches up by itself
 *     <ConnectionBar connection={chat.connection} waiting={chat.unsent.length} />
 *     <Thread chat={chat} side="CUSTOMER" card={(message) => …} />
 *     <TypingLine typing={chat.typing} side="CUSTOMER" />
 *     <MaskedNotice chat={chat} />
 *     <Composer conversationId={id} onSend={chat.send} onWriting={chat.writes} … />
 *
 * `chat.conversation.documentRequests` is what the customer is asked for, fresh after
 * every row that is not a text; `chat.factSeq` changes with each of those rows.
 */
import { createContext, use, useEffect, useMemo, useSyncExternalStore } from "react";
import { Engine, type Snapshot } from "./engine";
import { browserKeep } from "./keep";
import type { Source } from "./source";
import type { Conversation, QuickReply } from "./types";

export interface Chat extends Snapshot {
  readonly send: (text: string, quick?: QuickReply) => void;
  /** What stands in the field after a key, "" once it was sent: the other side is told that one types. */
  readonly writes: (text: string) => void;
  /** Tries a refused message again. */
  readonly retry: (clientId: string) => void;
  /** Gives an unsent message up. */
  readonly discard: (clientId: string) => void;
  readonly loadOlder: () => void;
  /** The end of the thread is before somebody's eyes. */
  readonly markRead: () => void;
  readonly dismissMasked: () => void;
  /** The reader is at the end: lets go of what is far above, to be loaded again when wanted. */
  readonly trim: () => void;
  /** Takes the conversation a mutation answered with, so that nothing waits for the event. */
  readonly takeHead: (conversation: Conversation) => void;
}

/** The page's way to the server. */
export const ChatSource = createContext<Source | null>(null);

/** Follows a conversation as long as the component is there. */
export function useConversation(id: string): Chat {
  const source = use(ChatSource);
  if (!source) throw new Error("useConversation needs a ChatSource around it");
  const engine = useMemo(() => new Engine(id, { source, keep: browserKeep }), [id, source]);
  useEffect(() => engine.start(), [engine]);
  const snapshot = useSyncExternalStore(engine.onChange, engine.snapshot);
  const acts = useMemo(() => actsOf(engine), [engine]);
  return useMemo(() => ({ ...snapshot, ...acts }), [snapshot, acts]);
}

function actsOf(engine: Engine): Omit<Chat, keyof Snapshot> {
  return {
    send: (text, quick) => engine.send(text, quick),
    writes: (text) => engine.writes(text),
    retry: (clientId) => engine.retry(clientId),
    discard: (clientId) => engine.discard(clientId),
    loadOlder: () => void engine.loadOlder(),
    markRead: () => void engine.markRead(),
    dismissMasked: () => engine.dismissMasked(),
    trim: () => engine.trim(),
    takeHead: (conversation) => engine.takeHead(conversation),
  };
}
