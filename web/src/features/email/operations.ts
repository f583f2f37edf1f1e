/** What the pages of the e-mail's confirmation ask of the server. */
import { graphql } from "../../gql";

export const RequestConfirmation = graphql(`
  mutation RequestConfirmation($input: RequestEmailConfirmationInput!) {
    requestEmailConfirmation(input: $input) {
      account {
        id
        email
        emailConfirmed
      }
      nextAt
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const ConfirmEmail = graphql(`
  mutation ConfirmEmail($input: ConfirmEmailInput!) {
    confirmEmail(input: $input) {
      confirmed
      problem {
        ...ProblemDetail
      }
    }
  }
`);
