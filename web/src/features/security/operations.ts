/** What the page of the account's security asks of the server. */
import { graphql } from "../../gql";

export const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePaymentPasswordInput!) {
    changePaymentPassword(input: $input) {
      changed
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const ChangeEmail = graphql(`
  mutation ChangeEmail($input: ChangeEmailInput!) {
    changeEmail(input: $input) {
      nextAt
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const ChangeQuestions = graphql(`
  mutation ChangeQuestions($input: ChangeSecurityQuestionsInput!) {
    changeSecurityQuestions(input: $input) {
      changed
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const OpenSessions = graphql(`
  query OpenSessions {
    viewer {
      account {
        id
        sessions {
          id
          device
          current
          createdAt
          seenAt
        }
      }
    }
  }
`);

export const RevokeSession = graphql(`
  mutation RevokeSession($input: RevokeSessionInput!) {
    revokeSession(input: $input) {
      revoked
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const RevokeOthers = graphql(`
  mutation RevokeOthers {
    revokeOtherSessions {
      revoked
      problem {
        ...ProblemDetail
      }
    }
  }
`);
