/** The figures of the support service, for supervisors. */
import { graphql } from "../../gql";

export const BoardNow = graphql(`
  query BoardNow {
    board {
      at
      queueLength
      longestSince
      active
      onHold
      wait {
        fromMinutes
        toMinutes
      }
      operators {
        ...DeskColleague
      }
      late {
        conversation {
          ...ChatConversation
        }
        target {
          kind
          dueAt
        }
        late
      }
      approvals {
        ...ChatConversation
      }
      ratings {
        count
        average
        spread
      }
      hours {
        from
        opened
        resolved
        answered
        firstResponse
      }
    }
  }
`);
