/** What operators keep beside a conversation: notes, labels, the customer's rating. */
import { graphql } from "../../gql";

export const Beside = graphql(`
  query Beside($id: ID!) {
    conversation(id: $id) {
      id
      labels
      rating
      ratingComment
      notes {
        id
        authorName
        mine
        body
        createdAt
      }
    }
  }
`);

export const AddNote = graphql(`
  mutation AddNote($input: AddNoteInput!) {
    addNote(input: $input) {
      note {
        id
      }
      problem {
        ...ConsoleProblem
      }
    }
  }
`);

export const LabelConversation = graphql(`
  mutation LabelConversation($input: LabelConversationInput!) {
    step: labelConversation(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const HoldConversation = graphql(`
  mutation HoldConversation($input: HoldConversationInput!) {
    step: holdConversation(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const TransferConversation = graphql(`
  mutation TransferConversation($input: TransferConversationInput!) {
    step: transferConversation(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const HideMessage = graphql(`
  mutation HideMessage($input: HideMessageInput!) {
    hideMessage(input: $input) {
      message {
        seq
      }
      problem {
        ...ConsoleProblem
      }
    }
  }
`);
