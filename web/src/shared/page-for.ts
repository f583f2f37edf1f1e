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

/**
 * What a navigation carries that ends a stage. The page that ends it and its gate both
 * navigate, in either order when the next page's code is still on its way: both say it.
 */
export function finished(stage: Stage) {
  return { finished: stage };
}

/** Whether a location's state says that this stage has just been finished. */
export function hasFinished(state: unknown, stage: Stage): boolean {
  return typeof state === "object" && state !== null && "finished" in state && state.finished === stage;
}
