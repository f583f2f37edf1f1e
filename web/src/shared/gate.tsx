/** Who is here, before a page is shown: somebody else, or somebody at another stage, goes to the page that is theirs. */
import { useEffect, useState, type ReactNode } from "react";
import { Navigate } from "react-router";
import { useQuery } from "urql";
import { graphql } from "../gql";
import type { Stage, WhoIsHereQuery } from "../gql/graphql";
import { sessionEnded } from "./graphql/session-ended";
import { finished, pageFor } from "./page-for";
import { Loading, Unreachable } from "./ui";

export const WhoIsHere = graphql(`
  query WhoIsHere {
    viewer {
      stage
      name
      account {
        id
        email
        emailConfirmed
      }
    }
  }
`);

export type Viewer = NonNullable<WhoIsHereQuery["viewer"]>;

/** What the server says about who calls; ask again with refresh. */
export function useViewer() {
  const [{ data, error, fetching, stale }, ask] = useQuery({ query: WhoIsHere, requestPolicy: "cache-and-network" });
  const refresh = () => ask({ requestPolicy: "network-only" });
  return { status: data ? ("ready" as const) : error ? ("failed" as const) : ("loading" as const), viewer: data?.viewer ?? null, settled: !fetching && !stale, error, refresh };
}

interface Props {
  /** The stage the page is for. */
  readonly stage: Stage;
  readonly children: (viewer: Viewer, refresh: () => void) => ReactNode;
}

export function Gate({ stage, children }: Props) {
  const { status, viewer, settled, error, refresh } = useViewer();
  const [shown, setShown] = useState<Viewer | null>(null);
  if (viewer?.stage === stage && viewer !== shown) setShown(viewer);
  // Once a page is shown it stays, with what is typed in it: while the server is asked
  // again, when it can't be reached, and when the session has ended.
  const keeps = viewer === null && shown !== null;
  const over = keeps && settled && status === "ready";
  const another = viewer !== null && shown !== null && viewer.account.id !== shown.account.id;
  useEffect(() => {
    if (over) sessionEnded.tell();
  }, [over]);
  useEffect(() => {
    // Somebody else signed in: nothing of the first one may be left in the page.
    if (another) window.location.reload();
  }, [another]);
  if (another) return <Loading />;
  if (viewer?.stage === stage) return children(viewer, refresh);
  if (keeps) return children(shown, refresh);
  if (status === "loading") return <Loading />;
  if (status === "failed") return <Unreachable onRetry={refresh} error={error} />;
  // What is remembered may be from before the last step: nobody is sent away by it.
  if (!settled) return <Loading />;
  // The step was finished while the page was shown: where they go may say so (hasFinished).
  return <Navigate to={viewer ? pageFor(viewer.stage) : "/"} replace state={viewer && shown ? finished(stage) : null} />;
}
