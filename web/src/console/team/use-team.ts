/** The colleagues, live: an event brings one of them, a reconnect asks for all anew. */
import { useEffect, useMemo, useState } from "react";
import { waitAfter } from "../../conversation/backoff";
import type { DeskColleagueFragment } from "../../gql/graphql";
import type { Connected } from "../../shared/graphql/client";
import { useConnection } from "../connection";
import { followForGood } from "../follow";
import { FollowTeam, Team } from "./operations";

export type Colleague = DeskColleagueFragment;

export interface LiveTeam {
  /** By name. */
  readonly all: readonly Colleague[];
  /** The operator at this desk; absent until the server knows that the desk is there. */
  readonly me: Colleague | undefined;
  /** Takes a colleague that a mutation answered with. */
  readonly take: (colleague: Colleague) => void;
}

export function useTeam(myId: string): LiveTeam {
  const connection = useConnection();
  const [all, setAll] = useState<readonly Colleague[]>([]);
  useEffect(() => followTeam(connection, myId, setAll), [connection, myId]);
  return useMemo(() => ({ all, me: all.find((c) => c.id === myId), take: (c) => setAll((held) => put(held, c)) }), [all, myId]);
}

type Set_ = (change: (held: readonly Colleague[]) => readonly Colleague[]) => void;

/** Keeps the team as long as somebody looks; returns how to stop. */
export function followTeam({ client, socket }: Connected, myId: string, set: Set_): () => void {
  let stopped = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async () => {
    clearTimeout(timer);
    const { data } = await client.query(Team, {}, { requestPolicy: "network-only" }).toPromise();
    if (stopped) return;
    if (data) set(() => data.operators);
    // A desk that has just been opened is known a moment later.
    if (data?.operators.some((c) => c.id === myId)) failures = 0;
    else timer = setTimeout(() => void ask(), waitAfter(++failures, Math.random));
  };
  void ask();
  const unfollow = followForGood(socket, FollowTeam, ({ operatorEvents }) => set((held) => put(held, operatorEvents)));
  const offConnected = socket.on("connected", () => void ask());
  return () => {
    stopped = true;
    clearTimeout(timer);
    offConnected();
    unfollow();
  };
}

/** Puts one in the place of its former self, or where its name belongs. */
export function put(held: readonly Colleague[], one: Colleague): readonly Colleague[] {
  if (held.some((c) => c.id === one.id)) return held.map((c) => (c.id === one.id ? one : c));
  return [...held, one].sort((a, b) => a.name.localeCompare(b.name));
}

/** Whether a conversation can be handed to somebody now. */
export function isAtWork(c: Colleague): boolean {
  return c.state === "ONLINE" || c.state === "BUSY";
}
