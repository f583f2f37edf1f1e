/** What every customer's page has around it: the name, the way out of trouble, a word when the session ended. */
import { Alert, Anchor, Button, Container, Group, Stack, Text } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { useEffect, useState, type ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { useLocation } from "react-router";
import { sessionEnded } from "../shared/graphql/session-ended";
import { LanguageSwitch } from "./language-switch";
import classes from "./shell.module.css";

export function Shell({ children }: { readonly children: ReactNode }) {
  const { online } = useNetwork();
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Container size="sm">
          <Group justify="space-between" h={56} wrap="nowrap">
            <Anchor href="/" underline="never" c="inherit">
              <Group gap="xs" wrap="nowrap">
                <img src="/favicon.svg" width={28} height={28} alt="" />
                <Text fw={700} component="span">
                  <FormattedMessage id="app.name" />
                </Text>
              </Group>
            </Anchor>
            <Group gap="md" wrap="nowrap">
              <LanguageSwitch />
              <Anchor href="/support" size="sm">
                <FormattedMessage id="app.help" />
              </Anchor>
            </Group>
          </Group>
        </Container>
      </header>
      <Container size="sm" component="main" py={{ base: "md", sm: "xl" }} w="100%">
        <Stack>
          {!online && (
            <Alert color="yellow" role="status">
              <FormattedMessage id="app.offline" />
            </Alert>
          )}
          <SessionEnded />
          {children}
        </Stack>
      </Container>
    </div>
  );
}

/** Nothing typed is lost: the page stays as it is, and the sign-in comes back to it. */
function SessionEnded() {
  const [ended, setEnded] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => sessionEnded.onTell(() => setEnded(true)), []);
  if (!ended || pathname === "/") return null;
  return (
    <Alert color="yellow" role="alert">
      <Stack align="flex-start" gap="xs">
        <FormattedMessage id="app.ended" />
        <Button component="a" size="compact-md" href={`/auth/customer/start?next=${encodeURIComponent(pathname)}`}>
          <FormattedMessage id="app.signInAgain" />
        </Button>
      </Stack>
    </Alert>
  );
}
