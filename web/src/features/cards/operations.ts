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
