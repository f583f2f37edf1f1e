/** What stands where a conversation would, while it is not there. */
import { Button, Center, Loader, Stack, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { Snapshot } from "../conversation/engine";

interface Props {
  readonly status: Snapshot["status"];
  readonly onClose: () => void;
}

export function PaneLoading({ status, onClose }: Props) {
  const intl = useIntl();
  if (status === "loading" || status === "ready") {
    return (
      <Center h="100%">
        <Loader role="status" aria-label={intl.formatMessage({ id: "console.loading" })} />
      </Center>
    );
  }
  return (
    <Center h="100%" p="md">
      <Stack align="center" role="alert">
        <Text ta="center">
          <FormattedMessage id={`console.conversation.${status}`} />
        </Text>
        <Button variant="default" onClick={onClose}>
          <FormattedMessage id="console.back" />
        </Button>
      </Stack>
    </Center>
  );
}
