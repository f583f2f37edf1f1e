/** /account: the centre. What holds the account comes first, then what can be done, then what was done. */
import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link, useLocation } from "react-router";
import { useQuery } from "urql";
import type { AccountNowQuery } from "../../gql/graphql";
import { ActivityList } from "./activity-list";
import { AccountNow } from "./operations";
import { ThawForm } from "./thaw-form";
import { PaymentList } from "../pay/payment-list";
import { when } from "../../shared/act/problem";
import { Gate, type Viewer } from "../../shared/gate";
import { CardIcon, ChatIcon, LockIcon, NextIcon } from "../../shared/look/icons";
import { hasFinished } from "../../shared/page-for";
import { SignOut } from "../../shared/sign-out";
import { useCountdown } from "../../shared/use-countdown";
import { Emblem, Loading, Unreachable } from "../../shared/ui";
import classes from "./account.module.css";

type Account = NonNullable<AccountNowQuery["viewer"]>["account"];

export function AccountPage() {
  return <Gate stage="REGISTERED">{(viewer) => <Centre viewer={viewer} />}</Gate>;
}

function Centre({ viewer }: { readonly viewer: Viewer }) {
  const intl = useIntl();
  const [{ data, error }, ask] = useQuery({ query: AccountNow, requestPolicy: "cache-and-network" });
  const account = data?.viewer?.account;
  if (!account) return error ? <Unreachable onRetry={() => ask({ requestPolicy: "network-only" })} error={error} /> : <Loading />;
  return (
    <Stack data-testid="account" gap="lg">
      <Welcome />
      <Standing account={account} refresh={() => ask({ requestPolicy: "network-only" })} />
      <header className={classes.head}>
        <Title order={1}>
          <FormattedMessage id="account.title" values={{ name: account.givenName || viewer.name }} />
        </Title>
        <Text c="dimmed" className={classes.address ?? ""}>
          {account.email}
        </Text>
      </header>
      <Paper withBorder className={classes.ways ?? ""} data-testid="account-centre">
        <Way
          icon={<CardIcon />}
          title="account.cards.title"
          what={<FormattedMessage id="account.cards.what" values={{ count: account.cards.length }} />}
          to="/account/cards"
          open="account.cards.open"
        />
        <Way icon={<LockIcon />} title="account.password.title" what={<FormattedMessage id="account.password.what" />} to="/account/security" open="account.password.open">
          <Anchor component={Link} to="/recover" size="sm" className={classes.second ?? ""}>
            <FormattedMessage id="account.password.forgot" />
          </Anchor>
        </Way>
        <Way icon={<ChatIcon />} title="account.help.title" what={<FormattedMessage id="account.help.what" />} to="/support" open="account.help.open" />
      </Paper>
      <Alert color="blue" variant="light" title={intl.formatMessage({ id: "account.balance.title" })}>
        <FormattedMessage id="account.balance.what" />
      </Alert>
      <Paper withBorder p={{ base: "lg", sm: "xl" }} component="section">
        <Title order={2} size="h4" mb="xs">
          <FormattedMessage id="pay.list.title" />
        </Title>
        <PaymentList payments={account.payments ?? []} />
      </Paper>
      <Paper withBorder p={{ base: "lg", sm: "xl" }} component="section">
        <Title order={2} size="h4" mb="xs">
          <FormattedMessage id="account.activity.title" />
        </Title>
        <ActivityList entries={account.activity} />
      </Paper>
      <Group justify="space-between" wrap="nowrap">
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
  if (!hasFinished(state, "CONFIRMED")) return null;
  return (
    <Alert color="green" role="status" title={<FormattedMessage id="account.registered.title" />} data-testid="registered">
      <FormattedMessage id="account.registered.what" />
    </Alert>
  );
}

/** What holds the account. */
function Standing({ account, refresh }: { readonly account: Account; readonly refresh: () => void }) {
  const intl = useIntl();
  const held = useCountdown(account.heldUntil ?? null) > 0;
  return (
    <>
      {account.frozenAt != null && (
        <Alert color="red" role="alert" title={<FormattedMessage id="account.frozen.title" />}>
          <Stack gap="xs" align="flex-start">
            <FormattedMessage id="account.frozen.what" />
            <ThawForm onThawed={refresh} />
            <Button component={Link} to="/support" variant="default">
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
    </>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly what: ReactNode;
  readonly to: string;
  readonly open: string;
  readonly children?: ReactNode;
}

/** A part of the centre: the whole row leads there. */
function Way({ icon, title, what, to, open, children }: WayProps) {
  return (
    <section className={classes.way}>
      <Emblem>{icon}</Emblem>
      <div className={classes.about}>
        <Title order={2} size="h5">
          <FormattedMessage id={title} />
        </Title>
        <Text size="sm" c="dimmed">
          {what}
        </Text>
        {children}
      </div>
      <Link to={to} className={classes.open}>
        <span>
          <FormattedMessage id={open} />
        </span>
        <NextIcon />
      </Link>
    </section>
  );
}
