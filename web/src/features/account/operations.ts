/** What the account page shows. */
import { graphql } from "../../gql";

export const AccountNow = graphql(`
  query AccountNow {
    viewer {
      account {
        id
        email
        givenName
        familyName
        heldUntil
        frozenAt
        cards {
          id
        }
        payments {
          ...ListedPayment
        }
        activity {
          at
          action
          detail {
            name
            value
          }
        }
      }
    }
  }
`);

/** A query of its own: every page of the account asks it. */
export const RecoveryUnderWay = graphql(`
  query RecoveryUnderWay {
    viewer {
      account {
        id
        recoveryState
      }
    }
  }
`);

export const ThawAccount = graphql(`
  mutation ThawAccount($input: ThawAccountInput!) {
    thawAccount(input: $input) {
      account {
        id
        frozenAt
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const HoldAccount = graphql(`
  mutation HoldAccount {
    holdAccount {
      stopped
      problem {
        ...ProblemDetail
      }
    }
  }
`);
