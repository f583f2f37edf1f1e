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
        recoveryState
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
