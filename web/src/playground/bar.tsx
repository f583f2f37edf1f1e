/** The bar above GraphiQL: which door, and who is signed in there. */
import { useEffect, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Door } from "../shared/graphql/client";
import { doors, entrances, signOut, whoIs } from "./doors";
import styles from "./playground.module.css";

export function Bar({ door }: { readonly door: Door }) {
  const intl = useIntl();
  return (
    <header className={styles["bar"]}>
      <h1 className={styles["title"]}>
        <FormattedMessage id="playground.title" />
      </h1>
      <nav className={styles["doors"]} aria-label={intl.formatMessage({ id: "playground.doors" })}>
        {doors.map((d) => (
          <a key={d} href={`/playground?door=${d}`} aria-current={d === door ? "page" : undefined}>
            <FormattedMessage id={`playground.door.${d}`} />
            <code>{entrances[d].path}</code>
          </a>
        ))}
      </nav>
      <Who door={door} />
      <a href="/dev/mail/" target="_blank" rel="noreferrer">
        <FormattedMessage id="playground.mailbox" />
      </a>
    </header>
  );
}

type Caller = { readonly known: false } | { readonly known: true; readonly name: string | null };

function Who({ door }: { readonly door: Door }) {
  const [caller, setCaller] = useState<Caller>({ known: false });
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let here = true;
    whoIs(door).then(
      (name) => here && setCaller({ known: true, name }),
      () => here && setFailed(true),
    );
    return () => {
      here = false;
    };
  }, [door]);
  if (failed) {
    return (
      <span role="alert">
        <FormattedMessage id="playground.unreachable" />
      </span>
    );
  }
  if (!caller.known) return <span role="status" />;
  if (caller.name === null) {
    return (
      <>
        <span role="status">
          <FormattedMessage id="playground.nobody" />
        </span>
        <a href={entrances[door].signIn}>
          <FormattedMessage id={`playground.signIn.${door}`} />
        </a>
      </>
    );
  }
  const leave = () => {
    signOut(door).then(
      (next) => location.assign(next),
      () => setFailed(true),
    );
  };
  return (
    <>
      <span role="status">
        <FormattedMessage id="playground.signedIn" values={{ name: caller.name }} />
      </span>
      <button type="button" onClick={leave}>
        <FormattedMessage id="playground.signOut" />
      </button>
    </>
  );
}
