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

export const SupportWaiting = graphql(`
  query SupportWaiting($id: ID!) {
    conversation(id: $id) {
      id
      waiting {
        place
        answersAt
        wait {
          fromMinutes
          toMinutes
        }
      }
    }
  }
`);

export const SupportHours = graphql(`
  query SupportHours {
    support {
      open
      answersAt
    }
  }
`);

export const SupportRating = graphql(`
  query SupportRating($id: ID!) {
    conversation(id: $id) {
      id
      rating
    }
  }
`);

export const RateConversation = graphql(`
  mutation RateSupport($input: RateConversationInput!) {
    rateConversation(input: $input) {
      conversation {
        id
        rating
      }
      problem {
        code
        message
      }
    }
  }
`);

export const MailTranscript = graphql(`
  mutation MailTranscript($input: MailTranscriptInput!) {
    mailTranscript(input: $input) {
      conversation {
        id
      }
      problem {
        code
        message
      }
    }
  }
`);
