/** The page a mail's link opens. It does nothing by itself: mail scanners open links, too. */
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { forgetAsked } from "./asked";
import { Frame } from "./frame";
import { ConfirmRecovery } from "./operations";
import { ProblemAlert } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import type { Recovery } from "./use-recovery";

interface Props {
  readonly token: string;
  readonly recovery: Recovery;
  /** The link is used up, one way or the other. */
  readonly onUsed: () => void;
}

export function LinkView({ token, recovery, onUsed }: Props) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ConfirmRecovery);

  const confirm = async () => {
    const data = await run({ input: { token } });
    if (!data) return;
    setProblem(data.confirmRecoveryLink.problem ?? null);
    if (!data.confirmRecoveryLink.flow) return;
    forgetAsked();
    recovery.take(data.confirmRecoveryLink.flow);
    onUsed();
  };

  if (problem) {
    return (
      <Frame name="dead" progress={null}>
        <ProblemAlert problem={problem} lost="" />
        <Text>
          <FormattedMessage id="recovery.dead.what" />
        </Text>
        <Button onClick={onUsed}>
          <FormattedMessage id={recovery.flow ? "recovery.dead.goOn" : "recovery.dead.anew"} />
        </Button>
      </Frame>
    );
  }
  return (
    <Frame name="link" progress={{ way: "answers", behind: 0 }}>
      <Text>
        <FormattedMessage id="recovery.link.what" />
      </Text>
      <Text size="sm" c="dimmed">
        <FormattedMessage id="recovery.link.here" />
      </Text>
      <ProblemAlert problem={null} lost={lost} />
      <Button onClick={() => void confirm()} loading={busy}>
        <FormattedMessage id="recovery.go" />
      </Button>
    </Frame>
  );
}
