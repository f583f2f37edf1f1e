/** Follows a subscription as long as somebody looks: anew with a growing wait when it ends. */
import type { TypedDocumentNode } from "@urql/core";
import { print } from "graphql";
import { waitAfter } from "../conversation/backoff";
import type { Connected } from "../shared/graphql/client";

/** Returns how to stop. What happened between two followings is not replayed: ask after `connected`. */
export function followForGood<T>(
  socket: Connected["socket"],
  document: TypedDocumentNode<T, Record<string, never>>,
  onData: (data: T) => void,
): () => void {
  let stopped = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unfollow = () => {};
  const later = () => {
    if (!stopped) timer = setTimeout(follow, waitAfter(++failures, Math.random));
  };
  const follow = () => {
    if (stopped) return;
    unfollow = socket.subscribe<T>(
      { query: print(document) },
      {
        next: ({ data }) => {
          if (!data) return;
          failures = 0;
          onData(data);
        },
        error: later,
        complete: later,
      },
    );
  };
  follow();
  return () => {
    stopped = true;
    clearTimeout(timer);
    unfollow();
  };
}
