/** The Source that asks the real server: urql for questions, graphql-ws for following. */
import type { AnyVariables, Client, TypedDocumentNode } from "@urql/core";
import { print } from "graphql";
import type { Client as SocketClient } from "graphql-ws";
import type { FollowChatSubscription } from "../gql/graphql";
import { ChatHead, ChatPage, FollowChat, MarkChatRead, OpenChat, SendChat, SetChatTyping } from "./operations";
import { onReached, watchSocket } from "./socket";
import type { Source } from "./source";

/** One a page: it watches the socket as long as the page lives. */
export function serverSource({ client, socket }: { readonly client: Client; readonly socket: SocketClient }): Source {
  // The log is merged by number here, so urql's own cache would only hold old copies.
  const read = async <D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: V): Promise<D> => {
    const { data, error } = await client.query(document, variables, { requestPolicy: "network-only" }).toPromise();
    if (error || !data) throw error ?? new Error("an answer without data");
    return data;
  };
  const change = async <D, V extends AnyVariables>(document: TypedDocumentNode<D, V>, variables: V): Promise<D> => {
    const { data, error } = await client.mutation(document, variables).toPromise();
    if (error || !data) throw error ?? new Error("an answer without data");
    return data;
  };
  return {
    async open(id) {
      const { conversation } = await read(OpenChat, { id });
      if (!conversation) return null;
      const { messages, ...head } = conversation;
      return { conversation: head, page: { ...messages, messages: messages.nodes } };
    },
    async head(id) {
      return (await read(ChatHead, { id })).conversation ?? null;
    },
    async page(id, where) {
      const { conversation } = await read(ChatPage, { id, ...where });
      if (!conversation) throw new Error("the conversation is gone");
      return { ...conversation.messages, messages: conversation.messages.nodes };
    },
    async send(input) {
      const { message, masked, problem } = (await change(SendChat, { input })).sendMessage;
      if (message) return { message, masked };
      if (!problem) throw new Error("neither a message nor a problem");
      return { problem, ...("retryAt" in problem ? { retryAt: problem.retryAt } : {}) };
    },
    async markRead(conversationId, seq) {
      await change(MarkChatRead, { input: { conversationId, seq } });
    },
    async setTyping(conversationId, typing) {
      await change(SetChatTyping, { input: { conversationId, typing } });
    },
    follow: (conversationId, after, sink) => {
      // graphql-ws writes the variables anew at every reconnect, so that the server
      // replays after what is here by then.
      const variables = {
        conversationId,
        get after() {
          return after();
        },
      };
      const unwatch = onReached(socket, conversationId, (seq) => sink.reached(seq));
      const stop = socket.subscribe<FollowChatSubscription>(
        { query: print(FollowChat), variables },
        {
          next: ({ data, errors }) => {
            if (!data) {
              sink.ended(errors);
              return;
            }
            const { message, typing, conversation } = data.conversationEvents;
            if (message) sink.event({ message, conversation });
            else if (typing) sink.typing(typing);
          },
          error: (error) => sink.ended(error),
          complete: () => sink.ended(undefined),
        },
      );
      return () => {
        unwatch();
        stop();
      };
    },
    connection: watchSocket(socket),
  };
}
