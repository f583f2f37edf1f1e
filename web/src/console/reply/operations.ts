/** Texts that operators use again and again. */
import { graphql } from "../../gql";

graphql(`
  fragment DeskCannedReply on CannedReply {
    shortcut
    locale
    body
  }
`);

export const CannedReplies = graphql(`
  query CannedReplies {
    cannedReplies {
      ...DeskCannedReply
    }
  }
`);

export const SaveCannedReply = graphql(`
  mutation SaveCannedReply($input: SaveCannedReplyInput!) {
    saveCannedReply(input: $input) {
      reply {
        ...DeskCannedReply
      }
      problem {
        ...ConsoleProblem
      }
    }
  }
`);
