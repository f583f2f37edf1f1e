/** In cash: a code to be told at a cash point. */
import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { ProblemAlert } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { PayWithCash } from "./operations";
import type { AtPayment } from "./pay-page";
import { moved } from "./saved-way";

export function CashWay({ at }: { readonly at: AtPayment }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(PayWithCash);
  const go = async () => {
    const answer = (await run({ input: { token: at.token, digest: at.payment.digest } }))?.payWithCash;
    if (!answer) return;
    setProblem(answer.problem ?? null);
    if (answer.problem && moved.has(answer.problem.code)) at.refresh();
    if (answer.payment) at.show(answer.payment);
  };
  return (
    <Stack align="stretch">
      <Text size="sm">
        <FormattedMessage id="pay.cash.what" />
      </Text>
      <ProblemAlert problem={problem} lost={lost} />
      <Button size="md" loading={busy} onClick={() => void go()}>
        <FormattedMessage id="pay.cash.go" />
      </Button>
    </Stack>
  );
}
