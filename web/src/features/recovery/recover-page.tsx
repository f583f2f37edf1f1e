/** The page /recover: a forgotten payment password, from the mail to the new one. */
import { Alert, Button, Center, Loader, Stack } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { AnswersView } from "./answers-view";
import { Begin } from "./begin";
import { DoneView, EndedView, LockedView, SupportView } from "./end-views";
import { LinkView } from "./link-view";
import { PasswordView } from "./password-view";
import { SignInView } from "./sign-in-view";
import { stageOf } from "./stage";
import { useLinkToken } from "../../shared/link/use-link-token";
import { useRecovery, type Recovery } from "./use-recovery";

export default function RecoverPage() {
  const recovery = useRecovery();
  const [token, setToken] = useLinkToken();
  if (recovery.status === "loading") return <Waiting />;
  if (recovery.status === "failed") return <Failed onRetry={recovery.refresh} />;
  if (token !== null) return <LinkView key={token} token={token} recovery={recovery} onUsed={() => setToken(null)} />;
  return <Stages recovery={recovery} />;
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
      <Loader role="status" aria-label={intl.formatMessage({ id: "recovery.loading" })} />
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
