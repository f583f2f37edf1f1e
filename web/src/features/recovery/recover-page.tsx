/** The page /recover: a forgotten payment password, from the mail to the new one. */
import { Alert, Button, Center, Loader, Stack } from "@mantine/core";
import { useEffect, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { AnswersView } from "./answers-view";
import { Begin } from "./begin";
import { DoneView, EndedView, LockedView, SupportView } from "./end-views";
import { LinkView } from "./link-view";
import { PasswordView } from "./password-view";
import { SignInView } from "./sign-in-view";
import { stageOf } from "./stage";
import { cleanAddress, tokenIn } from "./token";
import { useRecovery, type Recovery } from "./use-recovery";

export default function RecoverPage() {
  const recovery = useRecovery();
  const [token, setToken] = useMailToken();
  if (recovery.status === "loading") return <Waiting />;
  if (recovery.status === "failed") return <Failed onRetry={recovery.refresh} />;
  if (token !== null) return <LinkView key={token} token={token} recovery={recovery} onUsed={() => setToken(null)} />;
  return <Stages recovery={recovery} />;
}

/** The token of the link that opened the page, or that is opened in it later. */
function useMailToken(): readonly [string | null, (token: string | null) => void] {
  const [token, setToken] = useState(() => tokenIn(window.location.hash));
  useEffect(() => {
    const take = () => {
      const next = tokenIn(window.location.hash);
      cleanAddress();
      if (next !== null) setToken(next);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);
  return [token, setToken];
}

function Stages({ recovery }: { readonly recovery: Recovery }) {
  const [anew, setAnew] = useState(false);
  const { flow } = recovery;
  const stage = stageOf(flow);
  if (!flow || stage === "begin" || (anew && stage === "ended")) return <Begin recovery={recovery} />;
  switch (stage) {
    case "sign-in":
    case "approved-sign-in":
      return <SignInView recovery={recovery} />;
    case "answers":
      return <AnswersView recovery={recovery} flow={flow} />;
    case "password":
      return <PasswordView recovery={recovery} flow={flow} />;
    case "support":
      return <SupportView recovery={recovery} flow={flow} />;
    case "locked":
      return <LockedView recovery={recovery} flow={flow} />;
    case "done":
      return <DoneView recovery={recovery} flow={flow} />;
    case "ended":
      return <EndedView recovery={recovery} flow={flow} onAnew={() => setAnew(true)} />;
  }
}

function Waiting() {
  const intl = useIntl();
  return (
    <Center mih="40vh">
      <Loader aria-label={intl.formatMessage({ id: "recovery.loading" })} />
    </Center>
  );
}

function Failed({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Stack maw="34rem" mx="auto">
      <Alert color="yellow" role="alert">
        <FormattedMessage id="recovery.lost.load" />
      </Alert>
      <Button onClick={onRetry}>
        <FormattedMessage id="recovery.lost.again" />
      </Button>
    </Stack>
  );
}
