/** The connection's bar across the whole desk, with what waits to be sent anywhere. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { ConnectionBar } from "../conversation/connection-bar";
import { browserKeep } from "../conversation/keep";
import type { Source } from "../conversation/source";
import classes from "./desk.module.css";

/** How often what waits is counted while the connection is away, in milliseconds. */
const countEvery = 1_000;

export function DeskConnection({ source }: { readonly source: Source }) {
  const connection = useSyncExternalStore(
    (listener) => source.connection.onChange(listener),
    () => source.connection.value(),
  );
  const away = connection === "offline" || connection === "reconnecting";
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    if (!away) return;
    const count = () => setWaiting(browserKeep.names("unsent.").length);
    const timer = setInterval(count, countEvery);
    return () => clearInterval(timer);
  }, [away]);
  return (
    <div className={classes.connection}>
      <ConnectionBar connection={connection} waiting={waiting} />
    </div>
  );
}
