/** What the support page asks of the server, besides the conversation itself. */
import { graphql } from "../../gql";

export const SupportNow = graphql(`
  query SupportNow {
    viewer {
      stage
      account {
        email
      }
    }
    recoveryFlow {
      state
      freshSignIn
      conversationId
      retryAfter
    }
  }
`);

export const OpenConversation = graphql(`
  mutation OpenConversation($input: OpenConversationInput!) {
    openConversation(input: $input) {
      conversation {
        id
      }
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

export const LeaveConversation = graphql(`
  mutation LeaveConversation($input: LeaveConversationInput!) {
    leaveConversation(input: $input) {
      conversation {
        ...ChatConversation
      }
      problem {
        code
        message
      }
    }
  }
`);
