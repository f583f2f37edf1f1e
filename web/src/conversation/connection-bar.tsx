/** Says how the connection stands when it does not stand well. */
import { useEffect, useState } from "react";
import { FormattedMessage } from "react-intl";
import type { Connection } from "./source";
import classes from "./connection-bar.module.css";

interface Props {
  readonly connection: Connection;
  /** How many messages wait to be sent. */
  readonly waiting: number;
}

/** A short cut says nothing: most are over before anybody could read it. */
const patience = 1_500;

export function ConnectionBar({ connection, waiting }: Props) {
  const troubled = connection === "offline" || connection === "reconnecting";
  const late = useLate(troubled);
  return (
    <div role="status" className={classes.place}>
      {troubled && (late || connection === "offline") && (
        <p className={classes.bar}>
          <FormattedMessage id={`conversation.connection.${connection}`} values={{ waiting }} />
        </p>
      )}
    </div>
  );
}

/** True once a state has lasted for a while. */
function useLate(on: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!on) return;
    const timer = setTimeout(() => setLate(true), patience);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [on]);
  return on && late;
}
