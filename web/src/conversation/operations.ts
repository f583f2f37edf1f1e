/** What the chat asks of the server, the same through both doors. */
import { graphql } from "../gql";

graphql(`
  fragment ChatMessage on Message {
    seq
    clientId
    authorKind
    authorName
    mine
    kind
    body
    code
    detail {
      name
      value
    }
    redactedAt
    createdAt
  }
`);

graphql(`
  fragment ChatConversation on Conversation {
    id
    topic
    state
    proof
    locale
    customerName
    ownerName
    mine
    lastSeq
    lastAt
    preview
    queuedAt
    place
    createdAt
    customerReadSeq
    operatorReadSeq
  }
`);

export const OpenChat = graphql(`
  query OpenChat($id: ID!) {
    conversation(id: $id) {
      ...ChatConversation
      documentRequests {
        id
        kind
        askedAt
        refusals
      }
      messages(first: 50) {
        nodes {
          ...ChatMessage
        }
        hasOlder
        hasNewer
      }
    }
  }
`);

export const ChatHead = graphql(`
  query ChatHead($id: ID!) {
    conversation(id: $id) {
      ...ChatConversation
      documentRequests {
        id
        kind
        askedAt
        refusals
      }
    }
  }
`);

export const ChatPage = graphql(`
  query ChatPage($id: ID!, $after: Int, $before: Int) {
    conversation(id: $id) {
      id
      messages(first: 50, after: $after, before: $before) {
        nodes {
          ...ChatMessage
        }
        hasOlder
        hasNewer
      }
    }
  }
`);

export const SendChat = graphql(`
  mutation SendChat($input: SendMessageInput!) {
    sendMessage(input: $input) {
      message {
        ...ChatMessage
      }
      masked
      problem {
        code
        message
        ... on TryLater {
          retryAt
        }
      }
    }
  }
`);

export const MarkChatRead = graphql(`
  mutation MarkChatRead($input: MarkReadInput!) {
    markRead(input: $input) {
      problem {
        code
        message
      }
    }
  }
`);

export const SetChatTyping = graphql(`
  mutation SetChatTyping($input: SetTypingInput!) {
    setTyping(input: $input) {
      problem {
        code
        message
      }
    }
  }
`);

export const FollowChat = graphql(`
  subscription FollowChat($conversationId: ID!, $after: Int!) {
    conversationEvents(conversationId: $conversationId, after: $after, typing: true) {
      message {
        ...ChatMessage
      }
      typing {
        author
        name
        typing
      }
      conversation {
        ...ChatConversation
      }
    }
  }
`);
