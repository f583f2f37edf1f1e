/** Said when the server no longer knows who calls. The page stays as it is, with everything typed; the sign-in opens beside it. */
import { Alert, Button, Group } from "@mantine/core";
import { useEffect, useState } from "react";
import { FormattedMessage } from "react-intl";
import { useLocation } from "react-router";
import { useClient } from "urql";
import { WhoIsHere } from "../shared/gate";
import { sessionEnded } from "../shared/graphql/session-ended";
import { onSignedIn, openSignIn } from "../shared/session/sign-in-window";
import classes from "./shell.module.css";

export function SessionEnded() {
  const client = useClient();
  const [ended, setEnded] = useState(false);
  const [back, setBack] = useState(false);
  const { pathname } = useLocation();
  useEffect(
    () =>
      sessionEnded.onTell(() => {
        setEnded(true);
        setBack(false);
      }),
    [],
  );
  useEffect(() => {
    if (!ended) return undefined;
    let current = true;
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const { data } = await client.query(WhoIsHere, {}, { requestPolicy: "network-only" }).toPromise();
      if (!current || !data?.viewer) return;
      setEnded(false);
      setBack(true);
    };
    const again = () => void look();
    const stop = onSignedIn(again);
    document.addEventListener("visibilitychange", again);
    return () => {
      current = false;
      stop();
      document.removeEventListener("visibilitychange", again);
    };
  }, [ended, client]);
  if (pathname === "/") return null;
  if (back) {
    return (
      <Alert color="green" role="status" withCloseButton closeButtonLabel="×" onClose={() => setBack(false)} className={classes.ended ?? ""}>
        <FormattedMessage id="app.backAgain" />
      </Alert>
    );
  }
  if (!ended) return null;
  const signIn = () => {
    if (!openSignIn()) window.location.assign(`/auth/customer/start?next=${encodeURIComponent(pathname)}`);
  };
  return (
    <Alert color="yellow" role="alert" className={classes.ended ?? ""} data-testid="session-ended">
      <Group justify="space-between" gap="xs">
        <div className={classes.endedText}>
          <FormattedMessage id="app.ended" />
        </div>
        <Button onClick={signIn}>
          <FormattedMessage id="app.signInAgain" />
        </Button>
      </Group>
    </Alert>
  );
}
