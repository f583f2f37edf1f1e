/** Who is here, before a page is shown: somebody else, or somebody at another stage, goes to the page that is theirs. */
import type { ReactNode } from "react";
import { Navigate } from "react-router";
import { useQuery } from "urql";
import { graphql } from "../gql";
import type { Stage, WhoIsHereQuery } from "../gql/graphql";
import { pageFor } from "./page-for";
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
  return { status: data ? ("ready" as const) : error ? ("failed" as const) : ("loading" as const), viewer: data?.viewer ?? null, settled: !fetching && !stale, refresh };
}

interface Props {
  /** The stage the page is for. */
  readonly stage: Stage;
  readonly children: (viewer: Viewer, refresh: () => void) => ReactNode;
}

export function Gate({ stage, children }: Props) {
  const { status, viewer, settled, refresh } = useViewer();
  if (status === "loading") return <Loading />;
  if (status === "failed") return <Unreachable onRetry={refresh} />;
  if (viewer?.stage === stage) return children(viewer, refresh);
  // What is remembered may be from before the last step: nobody is sent away by it.
  if (!settled) return <Loading />;
  return <Navigate to={viewer ? pageFor(viewer.stage) : "/"} replace />;
}
