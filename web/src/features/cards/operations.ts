/** What the page of the saved cards asks of the server. */
import { graphql } from "../../gql";

graphql(`
  fragment SavedCard on Card {
    id
    network
    networkName
    last4
    expiryMonth
    expiryYear
    expired
    expiring
    name
    isDefault
  }
`);

graphql(`
  fragment TestCard on TestCard {
    digits
    outcome
  }
`);

export const SavedCards = graphql(`
  query SavedCards {
    viewer {
      account {
        id
        heldUntil
        frozenAt
        cards {
          ...SavedCard
        }
        testCards {
          ...TestCard
        }
      }
    }
  }
`);

export const AddCard = graphql(`
  mutation AddCard($input: AddCardInput!) {
    addCard(input: $input) {
      card {
        ...SavedCard
      }
      problem {
        ...ProblemDetail
        ... on CardExists {
          card {
            ...SavedCard
          }
        }
      }
    }
  }
`);

export const RenameCard = graphql(`
  mutation RenameCard($input: RenameCardInput!) {
    renameCard(input: $input) {
      card {
        ...SavedCard
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const SetDefaultCard = graphql(`
  mutation SetDefaultCard($input: SetDefaultCardInput!) {
    setDefaultCard(input: $input) {
      card {
        ...SavedCard
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const DeleteCard = graphql(`
  mutation DeleteCard($input: DeleteCardInput!) {
    deleteCard(input: $input) {
      deletedId
      problem {
        ...ProblemDetail
      }
    }
  }
`);
