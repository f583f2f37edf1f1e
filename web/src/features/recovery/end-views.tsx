/** Pages where the recovery rests or is over; each says what to do next. */
import { Alert, Button, Group, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { Frame } from "./frame";
import { when } from "../../shared/act/problem";
import { progressOf } from "./stage";
import type { Recovery, RecoveryFlow } from "./use-recovery";
import { WayOut } from "./way-out";

interface Props {
  readonly recovery: Recovery;
  readonly flow: RecoveryFlow;
}

/** The support service has it. */
export function SupportView({ recovery, flow }: Props) {
  return (
    <Frame name="support" progress={progressOf(flow)}>
      <Text>
        <FormattedMessage id="recovery.support.what" />
      </Text>
      <Button component={Link} to="/support">
        <FormattedMessage id="recovery.support.open" />
      </Button>
      <WayOut recovery={recovery} />
    </Frame>
  );
}

/** The answers were wrong too often. */
export function LockedView({ recovery }: Props) {
  return (
    <Frame name="locked" progress={null}>
      <Text>
        <FormattedMessage id="recovery.locked.what" />
      </Text>
      <Button component={Link} to="/support">
        <FormattedMessage id="recovery.chat" />
      </Button>
      <WayOut recovery={recovery} />
    </Frame>
  );
}

/** The new password holds. */
export function DoneView({ flow }: Props) {
  const intl = useIntl();
  const cooling = flow.state === "PASSWORD_SET" && flow.coolsUntil != null;
  return (
    <Frame name="done" progress={progressOf(flow)}>
      <Alert color="green" role="status">
        <FormattedMessage id="recovery.done.what" />
      </Alert>
      {cooling && (
        <Text>
          <FormattedMessage id="recovery.done.cools" values={{ time: when(intl, flow.coolsUntil ?? "") }} />
        </Text>
      )}
      <Text size="sm" c="dimmed">
        <FormattedMessage id="recovery.done.notice" />
      </Text>
      <Group>
        {/* The recovery's sign-in opened no session; the marketplace still knows who this is. */}
        <Button component="a" href="/auth/customer/start?next=/account">
          <FormattedMessage id="recovery.done.account" />
        </Button>
      </Group>
    </Frame>
  );
}

/** The recovery is over without a new password. */
export function EndedView({ flow, onAnew }: Props & { readonly onAnew: () => void }) {
  const intl = useIntl();
  const { state, declineReason, retryAfter } = flow;
  return (
    <Frame name={state.toLowerCase()} progress={null}>
      <Text>
        <FormattedMessage id={`recovery.${state.toLowerCase()}.what`} />
      </Text>
      {declineReason != null && declineReason !== "" && (
        <Alert variant="light" color="gray" title={<FormattedMessage id="recovery.declined.reason" />}>
          {declineReason}
        </Alert>
      )}
      {retryAfter != null && (
        <Text>
          <FormattedMessage id="recovery.declined.retry" values={{ time: when(intl, retryAfter) }} />
        </Text>
      )}
      <Group>
        <Button onClick={onAnew}>
          <FormattedMessage id="recovery.anew" />
        </Button>
        <Button component={Link} to="/" variant="default">
          <FormattedMessage id="recovery.home" />
        </Button>
      </Group>
    </Frame>
  );
}
