/** The page /support: the way into a conversation with the support service, and the conversation. */
import { Alert, Button, Center, Loader, Stack } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useQuery } from "urql";
import { Chat, type DocumentParts } from "./chat";
import { entryOf } from "./entry";
import { keepOpened, keepSignedIn, openedConversation } from "./kept";
import { SupportNow } from "./operations";
import { BeginRecoveryChat, BeginTopicChat, Stranger } from "./begin";

interface Props {
  /** How a requested picture is asked for and sent. */
  readonly documents: DocumentParts;
}

export function SupportPage({ documents }: Props) {
  const intl = useIntl();
  const [{ data, error }, ask] = useQuery({ query: SupportNow, requestPolicy: "network-only" });
  const [opened, setOpened] = useState(openedConversation);
  const refresh = () => ask({ requestPolicy: "network-only" });
  if (!data) {
    if (error) return <Failed onRetry={refresh} />;
    return (
      <Center mih="40vh">
        <Loader role="status" aria-label={intl.formatMessage({ id: "support.loading" })} />
      </Center>
    );
  }
  const flow = data.recoveryFlow ?? null;
  const entry = entryOf({ stage: data.viewer?.stage ?? null, flow, opened });
  const remember = (id: string) => {
    keepOpened(id);
    setOpened(id);
  };
  switch (entry.to) {
    case "stranger":
      return <Stranger />;
    case "recovery":
      return (
        <BeginRecoveryChat
          onOpened={(id) => {
            // Who got as far as the answers has signed in.
            if (flow?.state !== "LINK_CONFIRMED") keepSignedIn(id);
            refresh();
          }}
        />
      );
    case "topics":
      return <BeginTopicChat onOpened={remember} />;
    case "conversation":
      return (
        <Chat
          key={entry.id}
          id={entry.id}
          ofRecovery={flow?.conversationId === entry.id}
          freshSignIn={flow?.freshSignIn === true}
          documents={documents}
          onDecided={refresh}
          onGone={() => {
            remember("");
            refresh();
          }}
        />
      );
  }
}

function Failed({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Stack maw="34rem" mx="auto">
      <Alert color="yellow" role="alert">
        <FormattedMessage id="support.lost.load" />
      </Alert>
      <Button onClick={onRetry}>
        <FormattedMessage id="support.again" />
      </Button>
    </Stack>
  );
}
