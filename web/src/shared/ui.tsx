/** Small pieces that all customer pages are made of. */
import { Alert, Button, Center, Loader, Paper, Stack, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";

/** A page with one subject. */
export function Page({ title, children, testid }: { readonly title: string; readonly children: ReactNode; readonly testid: string }) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <Paper withBorder p={{ base: "md", sm: "xl" }} data-testid={testid}>
      <Stack>
        <Title order={1} size="h2">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

export function Loading() {
  const intl = useIntl();
  return (
    <Center mih="40vh">
      <Loader role="status" aria-label={intl.formatMessage({ id: "app.loading" })} />
    </Center>
  );
}

/** The server could not be asked. */
export function Unreachable({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Alert color="yellow" role="alert">
      <Stack align="flex-start" gap="xs">
        <FormattedMessage id="app.unreachable" />
        <Button size="compact-md" onClick={onRetry}>
          <FormattedMessage id="app.retry" />
        </Button>
      </Stack>
    </Alert>
  );
}
