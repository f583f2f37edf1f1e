/** In the thread: what the support service asks for, and the button that begins it. */
import { Button, Paper, Stack, Text, Title } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import type { RequestToAnswer } from "./use-document-step";

interface Props {
  readonly request: RequestToAnswer;
  readonly onOpen: () => void;
}

export function RequestCard({ request, onOpen }: Props) {
  const { kind, refusals } = request;
  return (
    <Paper withBorder radius="md" p="md" maw={420} mx="auto" my="sm" data-testid="document-request">
      <Stack gap="xs">
        <Title order={2} size="h5">
          <FormattedMessage id="documents.title" values={{ kind }} />
        </Title>
        <Text size="sm">
          <FormattedMessage id="documents.card.what" values={{ kind }} />
        </Text>
        {refusals > 0 && (
          <Text size="sm" c="dimmed">
            <FormattedMessage id="documents.card.refusals" values={{ count: refusals }} />
          </Text>
        )}
        <Button onClick={onOpen}>
          <FormattedMessage id={refusals > 0 ? "documents.card.again" : "documents.card.open"} />
        </Button>
      </Stack>
    </Paper>
  );
}
