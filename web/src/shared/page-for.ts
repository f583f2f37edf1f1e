/** Where somebody goes on, by how far their account has come. */
import type { Stage } from "../gql/graphql";

export function pageFor(stage: Stage): string {
  switch (stage) {
    case "SIGNED_IN":
      return "/confirm-email";
    case "CONFIRMED":
      return "/questionnaire";
    case "REGISTERED":
      return "/account";
  }
}
