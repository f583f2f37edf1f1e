/** What lives as long as the desk does, whatever is open: the bell and the post room. */
import { useEffect, useState } from "react";
import { browserKeep, tabKeep } from "../conversation/keep";
import type { Source } from "../conversation/source";
import { Bell } from "./bell";
import { PostRoom } from "./reply/post-room";

export function useAlive(source: Source): { readonly bell: Bell; readonly postRoom: PostRoom } {
  const [alive] = useState(() => ({
    bell: new Bell(),
    postRoom: new PostRoom({ keep: browserKeep, tabKeep, send: (input) => source.send(input) }),
  }));
  useEffect(() => {
    const { postRoom } = alive;
    const off = source.connection.onChange(() => {
      if (source.connection.value() === "connected") postRoom.poke();
    });
    return () => {
      off();
      postRoom.close();
    };
  }, [alive, source]);
  return alive;
}
