/** Tells the owner, on every page of the account, of a recovery that may be a stranger's. */
import { Alert, Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { Link, Outlet, useLocation } from "react-router";
import { useQuery } from "urql";
import { bannerFor } from "./banner-for";
import { HoldAccount, RecoveryUnderWay } from "./operations";
import { ProblemAlert } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { useViewer } from "../../shared/gate";
import { Loading } from "../../shared/ui";

/**
 * The pages of the account, below the banner; each page asks anew. At first nothing is
 * shown until it is known whether there is a banner: it would push the page down under
 * somebody's finger. Who is here is asked beside it, so that no page waits longer.
 */
export function BelowRecoveryBanner() {
  const { pathname } = useLocation();
  const [{ data, error }] = useQuery({ query: RecoveryUnderWay });
  useViewer();
  const [known, setKnown] = useState(false);
  // Once shown, a page stays, with what is typed in it.
  if (!known && (data ?? error)) setKnown(true);
  if (!known) return <Loading />;
  return (
    <Stack gap="lg">
      <RecoveryBanner key={pathname} />
      <Outlet />
    </Stack>
  );
}

function RecoveryBanner() {
  const [{ data }] = useQuery({ query: RecoveryUnderWay, requestPolicy: "cache-and-network" });
  const banner = bannerFor(data?.viewer?.account.recoveryState);
  if (banner === null) return null;
  return (
    <Alert color="yellow" role="status" title={<FormattedMessage id={banner === "waits" ? "account.recovery.waits.title" : "account.recovery.title"} />} data-testid="recovery-banner">
      <Stack gap="xs" align="flex-start">
        <FormattedMessage id={banner === "waits" ? "account.recovery.waits.what" : "account.recovery.what"} />
        <Group gap="xs">
          {banner === "underWay" && (
            <Button component={Link} to="/recover">
              <FormattedMessage id="account.recovery.open" />
            </Button>
          )}
          <NotMine />
        </Group>
      </Stack>
    </Alert>
  );
}

/** A stranger's recovery, seen by the owner: stops it, and ends this session with all others. */
function NotMine() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(HoldAccount);
  const hold = async () => {
    const answer = (await run({}))?.holdAccount;
    setProblem(answer?.problem ?? null);
    if (answer?.stopped === true) window.location.assign("/");
  };
  return (
    <>
      <Button color="red.9" variant="filled" loading={busy} onClick={() => void hold()}>
        <FormattedMessage id="notMe.stop" />
      </Button>
      <ProblemAlert problem={problem} lost={lost} />
    </>
  );
}
