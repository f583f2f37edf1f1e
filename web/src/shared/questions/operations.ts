/** The catalogue of security questions. */
import { graphql } from "../../gql";

export const QuestionsToChoose = graphql(`
  query QuestionsToChoose {
    securityQuestionCatalogue {
      code
      theme
      text
    }
  }
`);
