/** Above the thread: what the customer is waited for. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { FormattedMessage } from "react-intl";
import type { Conversation, DocumentRequest } from "../../conversation/types";
import { keepSignedIn, signedInFor } from "./kept";
import classes from "./support.module.css";

/** The fresh sign-in that a reset needs, and back to the conversation. */
const signIn = "/auth/customer/start?purpose=flow&next=/support";

interface Props {
  readonly conversation: Conversation;
  readonly ofRecovery: boolean;
  readonly freshSignIn: boolean;
  readonly requests: readonly DocumentRequest[];
  readonly onRequest: (request: DocumentRequest) => void;
}

export function ChatNotices({ conversation, ofRecovery, freshSignIn, requests, onRequest }: Props) {
  const over = conversation.state === "RESOLVED" || conversation.state === "CLOSED";
  const [known] = useState(() => signedInFor(conversation.id));
  useEffect(() => {
    if (freshSignIn) keepSignedIn(conversation.id);
  }, [freshSignIn, conversation.id]);
  const wantsSignIn = ofRecovery && !over && !known && !freshSignIn;
  const [request] = over ? [] : requests;
  if (!wantsSignIn && !request) return null;
  return (
    <div className={classes.notices}>
      {request && (
        <Alert variant="light" py="xs">
          <Group justify="space-between" gap="xs">
            <Text size="sm">
              <FormattedMessage id="support.waitsForPicture" values={{ kind: request.kind }} />
            </Text>
            <Button size="xs" onClick={() => onRequest(request)}>
              <FormattedMessage id="support.sendPicture" />
            </Button>
          </Group>
        </Alert>
      )}
      {wantsSignIn && (
        <Alert variant="light" color="gray" py="xs">
          <Group justify="space-between" gap="xs">
            <Text size="sm" className={classes.grow ?? ""}>
              <FormattedMessage id="support.signIn.what" />
            </Text>
            <Button size="xs" variant="default" component="a" href={signIn}>
              <FormattedMessage id="support.signIn.button" />
            </Button>
          </Group>
        </Alert>
      )}
    </div>
  );
}
