/** What the questionnaire asks of the server. */
import { graphql } from "../../gql";

export const CompleteQuestionnaire = graphql(`
  mutation CompleteQuestionnaire($input: CompleteQuestionnaireInput!) {
    completeQuestionnaire(input: $input) {
      account {
        id
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);
