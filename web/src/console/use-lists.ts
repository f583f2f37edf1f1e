/** The lists, live: events move one conversation, and every event and every reconnect asks for all anew. */
import { useEffect, useMemo, useRef, useState } from "react";
import { waitAfter } from "../conversation/backoff";
import type { ConsoleListFragment } from "../gql/graphql";
import type { Connected } from "../shared/graphql/client";
import type { Bell } from "./bell";
import { useConnection } from "./connection";
import { followForGood } from "./follow";
import { emptyLists, move, type Entry, type List, type ListName, type Lists } from "./lists";
import { ConsoleLists, ConsoleListPage, ConsoleProposals, FollowQueue } from "./operations";

export interface LiveLists {
  readonly status: "loading" | "ready" | "failed";
  readonly lists: Lists;
  /** Ids of conversations whose proposal waits for a supervisor. */
  readonly proposed: ReadonlySet<string>;
}

/** The lists with a way to see more of one. */
export interface ListsHere extends LiveLists {
  readonly more: (list: ListName) => void;
}

const nothingYet: LiveLists = { status: "loading", lists: emptyLists, proposed: new Set() };

/** Events come in bursts: the lists are asked for once a burst, in milliseconds. */
const burst = 700;
/** Conversations of a list in one answer. */
const page = 50;

export function useLists(supervisor: boolean, bell: Bell, onEvent: (before: Lists, c: Entry) => void): ListsHere {
  const connection = useConnection();
  const [live, setLive] = useState(nothingYet);
  const follower = useRef<Follower>(null);
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  useEffect(() => {
    const lists = followLists(connection, supervisor, setLive, bell, (before, c) => latest.current(before, c));
    follower.current = lists;
    return lists.stop;
  }, [connection, supervisor, bell]);
  return useMemo(() => ({ ...live, more: (list) => follower.current?.more(list) }), [live]);
}

export interface Follower {
  /** Asks for another page of a list. */
  readonly more: (list: ListName) => void;
  readonly stop: () => void;
}

/** Keeps the lists as long as somebody looks. `onEvent` gets each change with the lists as they were. */
export function followLists(
  { client, socket }: Connected,
  supervisor: boolean,
  show: (live: LiveLists) => void,
  bell: Bell,
  onEvent: (before: Lists, c: Entry) => void = () => undefined,
): Follower {
  let stopped = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let held = nothingYet;
  const set = (next: LiveLists) => {
    held = next;
    show(next);
  };
  const wanted: Record<ListName, number> = { mine: page, queue: page, all: page };

  const ask = async () => {
    timer = undefined;
    const answer = await askLists(client, supervisor, wanted);
    if (stopped) return;
    if (answer) {
      failures = 0;
      set({ status: "ready", ...answer });
      return;
    }
    set({ ...held, status: held.status === "ready" ? "ready" : "failed" });
    askIn(waitAfter(++failures, Math.random));
  };
  const askIn = (wait: number) => {
    if (!stopped) timer ??= setTimeout(() => void ask(), wait);
  };
  void ask();
  const unfollow = followForGood(socket, FollowQueue, ({ queueEvents: { conversation } }) => {
    const before = held;
    set({ ...held, lists: move(held.lists, conversation, supervisor) });
    if (before.status === "ready") onEvent(before.lists, conversation); // before the first answer everything would look new
    bell.ring(conversation.id);
    askIn(burst);
  });
  const offConnected = socket.on("connected", () => {
    bell.ringAll(); // what rang meanwhile is not replayed
    askIn(0);
  });
  return {
    more(list) {
      wanted[list] += page;
      askIn(0);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      offConnected();
      unfollow();
    },
  };
}

type Answer = Pick<LiveLists, "lists" | "proposed">;

async function askLists(
  client: Connected["client"],
  supervisor: boolean,
  wanted: Readonly<Record<ListName, number>>,
): Promise<Answer | null> {
  const fresh = { requestPolicy: "network-only" } as const;
  const [lists, proposals] = await Promise.all([
    client.query(ConsoleLists, {}, fresh).toPromise(),
    supervisor ? client.query(ConsoleProposals, {}, fresh).toPromise() : null,
  ]);
  if (!lists.data || lists.error) return null;
  const { mine, queue, all } = lists.data;
  const waiting = (proposals?.data?.queue.edges ?? []).filter((e) => e.node.case?.proposal?.state === "PROPOSED");
  const whole = await Promise.all([
    restOf(client, "mine", mine, wanted.mine),
    restOf(client, "queue", queue, wanted.queue),
    restOf(client, "all", all, wanted.all),
  ]);
  return {
    lists: { mine: whole[0], queue: whole[1], all: whole[2] },
    proposed: new Set(waiting.map((e) => e.node.id)),
  };
}

/** A list with as many pages after the first one as somebody has scrolled to. */
async function restOf(client: Connected["client"], name: ListName, first: ConsoleListFragment, wanted: number): Promise<List> {
  const items: Entry[] = first.edges.map((e) => e.node);
  let { pageInfo } = first;
  while (pageInfo.hasNextPage && items.length < wanted) {
    const variables = { filter: name.toUpperCase() as Uppercase<ListName>, after: pageInfo.endCursor ?? null };
    const { data } = await client.query(ConsoleListPage, variables, { requestPolicy: "network-only" }).toPromise();
    if (!data) break; // the next event asks again
    items.push(...data.queue.edges.map((e) => e.node));
    pageInfo = data.queue.pageInfo;
  }
  return { total: first.totalCount, items: once(items) };
}

/** Between two pages one may move from the one to the other. */
function once(items: readonly Entry[]): readonly Entry[] {
  return [...new Map(items.map((c) => [c.id, c])).values()];
}
