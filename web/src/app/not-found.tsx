/** An address that leads nowhere. */
import { Button, Stack, Text, Title } from "@mantine/core";
import { FormattedMessage } from "react-intl";

export function NotFound() {
  return (
    <Stack maw="34rem" mx="auto" align="flex-start">
      <Title order={1} size="h2">
        <FormattedMessage id="app.notFound.title" />
      </Title>
      <Text>
        <FormattedMessage id="app.notFound.text" />
      </Text>
      <Button component="a" href="/">
        <FormattedMessage id="app.notFound.home" />
      </Button>
    </Stack>
  );
}
