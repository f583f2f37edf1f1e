/** The console's front door: one button. */
import { Alert, Button, Center, Paper, Stack, Text, Title } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import { DeskIcon } from "./icons";

interface Props {
  /** Whether a session was here and has ended. */
  readonly ended: boolean;
}

export function SignIn({ ended }: Props) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder shadow="sm" radius="md" p="xl" w="100%" maw={400}>
        <Stack align="center" gap="md">
          <DeskIcon size={40} />
          <Title order={1} size="h3" ta="center">
            <FormattedMessage id="console.title" />
          </Title>
          {ended ? (
            <Alert color="yellow" role="status" w="100%">
              <FormattedMessage id="console.sessionEnded" />
            </Alert>
          ) : (
            <Text c="dimmed" ta="center" size="sm">
              <FormattedMessage id="console.signInText" />
            </Text>
          )}
          <Button component="a" href="/auth/workforce/start?next=/console" fullWidth size="md">
            <FormattedMessage id="console.signIn" />
          </Button>
        </Stack>
      </Paper>
    </Center>
  );
}
