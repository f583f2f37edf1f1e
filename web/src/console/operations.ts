/** What the console asks of the server, beside the chat's own. */
import { graphql } from "../gql";

export const ConsoleOperator = graphql(`
  query ConsoleOperator {
    operator {
      id
      name
      role
      authenticatedAt
      sessionExpiresAt
    }
  }
`);

graphql(`
  fragment ConsoleEntry on Conversation {
    ...ChatConversation
    labels
  }
`);

graphql(`
  fragment ConsoleList on ConversationConnection {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...ConsoleEntry
      }
    }
  }
`);

export const ConsoleLists = graphql(`
  query ConsoleLists {
    mine: queue(filter: MINE, first: 50) {
      ...ConsoleList
    }
    queue: queue(filter: QUEUE, first: 50) {
      ...ConsoleList
    }
    all: queue(filter: ALL, first: 50) {
      ...ConsoleList
    }
  }
`);

export const ConsoleListPage = graphql(`
  query ConsoleListPage($filter: QueueFilter!, $after: String) {
    queue(filter: $filter, first: 50, after: $after) {
      ...ConsoleList
    }
  }
`);

/** Which cases wait for a supervisor. */
export const ConsoleProposals = graphql(`
  query ConsoleProposals {
    queue(filter: ALL, first: 50) {
      edges {
        node {
          id
          case {
            proposal {
              id
              state
            }
          }
        }
      }
    }
  }
`);

export const FollowQueue = graphql(`
  subscription FollowQueue {
    queueEvents {
      conversation {
        ...ConsoleEntry
      }
    }
  }
`);

graphql(`
  fragment ConsoleProblem on Problem {
    code
    message
    ... on InvalidInput {
      fields {
        field
        code
        message
      }
    }
    ... on TryLater {
      retryAt
    }
  }
`);

graphql(`
  fragment ConsoleStep on ConversationPayload {
    conversation {
      ...ChatConversation
    }
    problem {
      ...ConsoleProblem
    }
  }
`);

graphql(`
  fragment CaseDocument on Document {
    id
    kind
    state
    match
    width
    height
    uploadedAt
    declineReason
    viewed
  }
`);

export const CaseOf = graphql(`
  query CaseOf($id: ID!) {
    conversation(id: $id) {
      id
      documentRequests {
        id
        kind
        askedAt
        refusals
      }
      case {
        accountName
        accountEmail
        accountSince
        recoveryState
        signedIn
        cards {
          networkName
          first4
          last4
        }
        documents {
          ...CaseDocument
        }
        checklist {
          point
          shown
          needed
          ticked
          by
          at
        }
        signals {
          code
          at
          count
        }
        proposal {
          id
          state
          proposedBy
          proposedAt
          justification
          lastSeq
          decidedBy
          decidedAt
          declineReason
          decidedJustification
          documents {
            ...CaseDocument
          }
        }
      }
    }
  }
`);

export const TakeConversation = graphql(`
  mutation TakeConversation($input: TakeConversationInput!) {
    step: takeConversation(input: $input) {
      ...ConsoleStep
    }
  }
`);

/** Takes what has waited longest; null when nothing waits. */
export const TakeNext = graphql(`
  mutation TakeNext {
    step: takeNext {
      ...ConsoleStep
    }
  }
`);

export const ResolveConversation = graphql(`
  mutation ResolveConversation($input: ResolveConversationInput!) {
    step: resolveConversation(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const AskForDocument = graphql(`
  mutation AskForDocument($input: RequestDocumentInput!) {
    step: requestDocument(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const ReviewDocument = graphql(`
  mutation ReviewDocument($input: ReviewDocumentInput!) {
    step: reviewDocument(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const SetCheck = graphql(`
  mutation SetCheck($input: SetCheckInput!) {
    step: setCheck(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const ProposeReset = graphql(`
  mutation ProposeReset($input: ProposeResetInput!) {
    step: proposeReset(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const ApproveReset = graphql(`
  mutation ApproveReset($input: DecideResetInput!) {
    step: approveReset(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const DeclineReset = graphql(`
  mutation DeclineReset($input: DeclineResetInput!) {
    step: declineReset(input: $input) {
      ...ConsoleStep
    }
  }
`);

export const ViewDocument = graphql(`
  mutation ViewDocument($input: ViewDocumentInput!) {
    viewDocument(input: $input) {
      grant
      expiresAt
      problem {
        ...ConsoleProblem
      }
    }
  }
`);
