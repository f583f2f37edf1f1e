/**
 * The heartbeat of a page that somebody sees, and the warning before the session ends. The beat stops while the page is
 * hidden: a forgotten tab does not keep anybody signed in (a conversation in it does, by its socket).
 */
import { Alert, Button, Group } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { FormattedMessage } from "react-intl";
import { useClient, useQuery } from "urql";
import { graphql } from "../gql";
import { WhoIsHere } from "../shared/gate";
import { sessionEnded } from "../shared/graphql/session-ended";
import { beatEvery, heard, minutesLeft, type SessionClock } from "../shared/session/session-clock";
import { onSignedIn, openSignIn } from "../shared/session/sign-in-window";
import classes from "./shell.module.css";

const SessionEnd = graphql(`
  query SessionEnd {
    viewer {
      sessionEndsIn
    }
  }
`);

export function SigningOut() {
  const [{ data }] = useQuery({ query: WhoIsHere, requestPolicy: "cache-only" });
  return data?.viewer ? <Watch key={data.viewer.account.id} /> : null;
}

function Watch() {
  const { minutes, final, beat } = useSessionClock();
  if (minutes === null) return null;
  const stay = () => {
    if (!final) void beat();
    else if (!openSignIn()) window.location.assign(`/auth/customer/start?next=${encodeURIComponent(window.location.pathname)}`);
  };
  return (
    <Alert color="yellow" role="alert" className={classes.ended ?? ""} data-testid="signing-out">
      <Group justify="space-between" gap="xs">
        <div className={classes.endedText}>
          <FormattedMessage id={final ? "app.endsFinally" : "app.endsSoon"} values={{ minutes }} />
        </div>
        <Button onClick={stay}>
          <FormattedMessage id={final ? "app.signInAgain" : "app.stay"} />
        </Button>
      </Group>
    </Alert>
  );
}

function useSessionClock() {
  const client = useClient();
  const [clock, setClock] = useState<SessionClock | null>(null);
  const [now, setNow] = useState(() => Date.now());
  const beat = useCallback(async () => {
    const { data } = await client.query(SessionEnd, {}, { requestPolicy: "network-only" }).toPromise();
    // Not reached: what was told before still holds, and comes nearer.
    if (!data) return;
    if (data.viewer) setClock(heard(data.viewer.sessionEndsIn, Date.now()));
    else {
      setClock(null);
      sessionEnded.tell();
    }
  }, [client]);
  useEffect(() => {
    let last = Date.now();
    const look = () => {
      setNow(Date.now());
      if (document.visibilityState !== "visible" || Date.now() - last < beatEvery) return;
      last = Date.now();
      void beat();
    };
    const timer = setInterval(look, beatEvery / 4);
    document.addEventListener("visibilitychange", look);
    const stop = onSignedIn(() => void beat());
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      stop();
    };
  }, [beat]);
  return { minutes: clock && minutesLeft(clock, now), final: clock?.final ?? false, beat };
}
