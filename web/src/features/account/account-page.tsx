/** /account: the centre. What holds the account comes first, then what can be done, then what was done. */
import { Alert, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { Link, useLocation } from "react-router";
import { useQuery } from "urql";
import type { AccountNowQuery } from "../../gql/graphql";
import { ActivityList } from "./activity-list";
import { AccountNow } from "./operations";
import { when } from "../../shared/act/problem";
import { Gate, type Viewer } from "../../shared/gate";
import { SignOut } from "../../shared/sign-out";
import { useCountdown } from "../../shared/use-countdown";
import { Loading, Page, Unreachable } from "../../shared/ui";

type Account = NonNullable<AccountNowQuery["viewer"]>["account"];

export function AccountPage() {
  return <Gate stage="REGISTERED">{(viewer) => <Centre viewer={viewer} />}</Gate>;
}

function Centre({ viewer }: { readonly viewer: Viewer }) {
  const intl = useIntl();
  const [{ data, error }, ask] = useQuery({ query: AccountNow, requestPolicy: "cache-and-network" });
  const account = data?.viewer?.account;
  if (!account) return error ? <Unreachable onRetry={() => ask({ requestPolicy: "network-only" })} /> : <Loading />;
  return (
    <Stack data-testid="account">
      <Welcome />
      <Standing account={account} />
      <Page title={intl.formatMessage({ id: "account.title" }, { name: account.givenName || viewer.name })} testid="account-centre">
        <Text c="dimmed">{account.email}</Text>
        <Alert color="blue" variant="light" title={intl.formatMessage({ id: "account.balance.title" })}>
          <FormattedMessage id="account.balance.what" />
        </Alert>
        <Row title="account.cards.title" what={<FormattedMessage id="account.cards.what" values={{ count: account.cards.length }} />}>
          <Button component={Link} to="/account/cards" variant="default">
            <FormattedMessage id="account.cards.open" />
          </Button>
        </Row>
        <Row title="account.password.title" what={<FormattedMessage id="account.password.what" />}>
          <Button component={Link} to="/account/security" variant="default">
            <FormattedMessage id="account.password.open" />
          </Button>
          <Button component={Link} to="/recover" variant="subtle">
            <FormattedMessage id="account.password.forgot" />
          </Button>
        </Row>
        <Row title="account.help.title" what={<FormattedMessage id="account.help.what" />}>
          <Button component={Link} to="/support" variant="default">
            <FormattedMessage id="account.help.open" />
          </Button>
        </Row>
      </Page>
      <Paper withBorder p={{ base: "md", sm: "xl" }} component="section">
        <Title order={2} size="h4" mb="xs">
          <FormattedMessage id="account.activity.title" />
        </Title>
        <ActivityList entries={account.activity} />
      </Paper>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          <FormattedMessage id="account.signedInAs" values={{ name: viewer.name }} />
        </Text>
        <SignOut />
      </Group>
    </Stack>
  );
}

/** Said once, right after the questionnaire. */
function Welcome() {
  const { state } = useLocation() as { state: unknown };
  if (typeof state !== "object" || state === null || !("registered" in state)) return null;
  return (
    <Alert color="green" role="status" title={<FormattedMessage id="account.registered.title" />} data-testid="registered">
      <FormattedMessage id="account.registered.what" />
    </Alert>
  );
}

/** What holds the account, or moves in it: the owner must not miss a stranger's doing. */
function Standing({ account }: { readonly account: Account }) {
  const intl = useIntl();
  const held = useCountdown(account.heldUntil ?? null) > 0;
  return (
    <>
      {account.frozenAt != null && (
        <Alert color="red" role="alert" title={<FormattedMessage id="account.frozen.title" />}>
          <Stack gap="xs" align="flex-start">
            <FormattedMessage id="account.frozen.what" />
            <Button component={Link} to="/support" size="compact-md">
              <FormattedMessage id="account.help.open" />
            </Button>
          </Stack>
        </Alert>
      )}
      {held && account.frozenAt == null && (
        <Alert color="yellow" role="status" title={<FormattedMessage id="account.held.title" />}>
          <FormattedMessage id="account.held.what" values={{ time: when(intl, account.heldUntil ?? "") }} />
        </Alert>
      )}
      {account.recoveryState != null && !ended.has(account.recoveryState) && (
        <Alert color="yellow" role="status" title={<FormattedMessage id="account.recovery.title" />}>
          <Stack gap="xs" align="flex-start">
            <FormattedMessage id="account.recovery.what" />
            <Button component={Link} to="/recover" size="compact-md">
              <FormattedMessage id="account.recovery.open" />
            </Button>
          </Stack>
        </Alert>
      )}
    </>
  );
}

const ended = new Set(["PASSWORD_SET", "DONE", "EXPIRED", "CANCELLED", "SUPERSEDED", "FROZEN", "DECLINED"]);

function Row({ title, what, children }: { readonly title: string; readonly what: React.ReactNode; readonly children: React.ReactNode }) {
  return (
    <Group justify="space-between" component="section">
      <div>
        <Title order={2} size="h5">
          <FormattedMessage id={title} />
        </Title>
        <Text size="sm" c="dimmed">
          {what}
        </Text>
      </div>
      {children}
    </Group>
  );
}
