/** What every step asks for when it was not taken. */
import { graphql } from "../../gql";

graphql(`
  fragment ProblemDetail on Problem {
    code
    message
    ... on InvalidInput {
      fields {
        field
        code
        message
      }
    }
    ... on WrongSecret {
      attemptsLeft
    }
    ... on TryLater {
      retryAt
    }
  }
`);
