/** In the thread: what two people of the support service decided, and what to do now. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import { Link } from "react-router";
import { detailOf, type Message } from "../../conversation/types";

interface Props {
  readonly message: Message;
  /** Whether this browser holds the recovery, so that it can go on right here. */
  readonly ofRecovery: boolean;
}

export function DecisionCard({ message, ofRecovery }: Props) {
  const approved = message.code === "APPROVED";
  const reason = detailOf(message, "reason");
  return (
    <Alert
      role="status"
      color={approved ? "green" : "yellow"}
      maw={420}
      mx="auto"
      my="sm"
      data-testid="support-decision"
      data-code={message.code}
    >
      <Stack gap="xs" align="flex-start">
        <Text fw={600}>
          <FormattedMessage id={approved ? "support.approved.title" : "support.declined.title"} />
        </Text>
        <Text size="sm">
          <FormattedMessage id={approved ? "support.approved.what" : "support.declined.what"} />
        </Text>
        {!approved && reason !== "" && (
          <Text size="sm" fs="italic">
            {reason}
          </Text>
        )}
        {ofRecovery && (
          <Button size="xs" variant="default" component={Link} to="/recover">
            <FormattedMessage id={approved ? "support.approved.here" : "support.declined.here"} />
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
