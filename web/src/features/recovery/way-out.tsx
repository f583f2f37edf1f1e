/** Giving the recovery up, asked twice. */
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { CancelRecovery } from "./operations";
import { ProblemAlert } from "../../shared/act/problem";
import { cancellable } from "./stage";
import { useAct, type Problem } from "../../shared/act/use-act";
import type { Recovery } from "./use-recovery";

export function WayOut({ recovery }: { readonly recovery: Recovery }) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(CancelRecovery);
  if (!recovery.flow || !cancellable(recovery.flow)) return null;

  const cancel = async () => {
    const data = await run({});
    if (!data) return;
    setProblem(data.cancelRecovery.problem ?? null);
    if (data.cancelRecovery.flow) recovery.take(data.cancelRecovery.flow);
    else recovery.refresh();
  };

  if (!asking) {
    return (
      <Text size="sm">
        <Anchor component="button" type="button" c="dimmed" onClick={() => setAsking(true)}>
          <FormattedMessage id="recovery.cancel.open" />
        </Anchor>
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Text size="sm">
        <FormattedMessage id={recovery.flow.conversationId == null ? "recovery.cancel.sure" : "recovery.cancel.sureCase"} />
      </Text>
      <ProblemAlert problem={problem} lost={lost} />
      <Group>
        <Button variant="default" onClick={() => setAsking(false)}>
          <FormattedMessage id="recovery.cancel.no" />
        </Button>
        <Button color="red" variant="light" loading={busy} onClick={() => void cancel()}>
          <FormattedMessage id="recovery.cancel.yes" />
        </Button>
      </Group>
    </Stack>
  );
}
