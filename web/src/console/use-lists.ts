/** The lists, live: events move one conversation, and every event and every reconnect asks for all anew. */
import { print } from "graphql";
import { useEffect, useState } from "react";
import { waitAfter } from "../conversation/backoff";
import type { FollowQueueSubscription } from "../gql/graphql";
import type { Connected } from "../shared/graphql/client";
import { useConnection } from "./connection";
import { emptyLists, move, type Lists } from "./lists";
import { ConsoleLists, ConsoleProposals, FollowQueue } from "./operations";

export interface LiveLists {
  readonly status: "loading" | "ready" | "failed";
  readonly lists: Lists;
  /** Ids of conversations whose proposal waits for a supervisor. */
  readonly proposed: ReadonlySet<string>;
}

/** Events come in bursts: the lists are asked for once a burst, in milliseconds. */
const burst = 700;

export function useLists(supervisor: boolean): LiveLists {
  const connection = useConnection();
  const [live, setLive] = useState<LiveLists>({ status: "loading", lists: emptyLists, proposed: new Set() });
  useEffect(() => followLists(connection, supervisor, setLive), [connection, supervisor]);
  return live;
}

type Set_ = (change: (held: LiveLists) => LiveLists) => void;

/** Keeps the lists as long as somebody looks; returns how to stop. */
export function followLists({ client, socket }: Connected, supervisor: boolean, set: Set_): () => void {
  let stopped = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unfollow = () => {};

  const ask = async () => {
    timer = undefined;
    const answer = await askLists(client, supervisor);
    if (stopped) return;
    if (answer) {
      failures = 0;
      set(() => ({ status: "ready", ...answer }));
      return;
    }
    set((held) => ({ ...held, status: held.status === "ready" ? "ready" : "failed" }));
    askIn(waitAfter(++failures, Math.random));
  };
  const askIn = (wait: number) => {
    if (!stopped) timer ??= setTimeout(() => void ask(), wait);
  };
  const follow = () => {
    if (stopped) return;
    unfollow = socket.subscribe<FollowQueueSubscription>(
      { query: print(FollowQueue) },
      {
        next: ({ data }) => {
          if (!data) return;
          set((held) => ({ ...held, lists: move(held.lists, data.queueEvents.conversation, supervisor) }));
          askIn(burst);
        },
        error: followLater,
        complete: followLater,
      },
    );
  };
  const followLater = () => {
    if (!stopped) setTimeout(follow, waitAfter(++failures, Math.random));
  };

  void ask();
  follow();
  const offConnected = socket.on("connected", () => askIn(0)); // what rang meanwhile is not replayed
  return () => {
    stopped = true;
    clearTimeout(timer);
    offConnected();
    unfollow();
  };
}

async function askLists(client: Connected["client"], supervisor: boolean): Promise<Pick<LiveLists, "lists" | "proposed"> | null> {
  const fresh = { requestPolicy: "network-only" } as const;
  const [lists, proposals] = await Promise.all([
    client.query(ConsoleLists, {}, fresh).toPromise(),
    supervisor ? client.query(ConsoleProposals, {}, fresh).toPromise() : null,
  ]);
  if (!lists.data || lists.error) return null;
  const { mine, queue, all } = lists.data;
  const waiting = (proposals?.data?.queue.edges ?? []).filter((e) => e.node.case?.proposal?.state === "PROPOSED");
  return {
    lists: { mine: listOf(mine), queue: listOf(queue), all: listOf(all) },
    proposed: new Set(waiting.map((e) => e.node.id)),
  };
}

function listOf<C>(list: { totalCount: number; edges: { node: C }[] }): { total: number; items: C[] } {
  return { total: list.totalCount, items: list.edges.map((e) => e.node) };
}
