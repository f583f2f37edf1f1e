/** With an e-wallet, on its own pages: the browser goes out and comes back. */
import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { ProblemAlert } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { PayWithWallet } from "./operations";
import type { AtPayment } from "./pay-page";
import { moved } from "./saved-way";

export function WalletWay({ at }: { readonly at: AtPayment }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [leaving, setLeaving] = useState(false);
  const { run, busy, lost } = useAct(PayWithWallet);
  const go = async () => {
    const answer = (await run({ input: { token: at.token, digest: at.payment.digest } }))?.payWithWallet;
    if (!answer) return;
    setProblem(answer.problem ?? null);
    if (answer.problem && moved.has(answer.problem.code)) at.refresh();
    if (!answer.payment) return;
    if (answer.payment.walletUrl != null) {
      setLeaving(true);
      window.location.assign(answer.payment.walletUrl);
    } else {
      at.show(answer.payment);
    }
  };
  return (
    <Stack align="stretch">
      <Text size="sm">
        <FormattedMessage id="pay.wallet.what" />
      </Text>
      <ProblemAlert problem={problem} lost={lost} />
      <Button size="md" loading={busy || leaving} onClick={() => void go()}>
        <FormattedMessage id="pay.wallet.go" />
      </Button>
    </Stack>
  );
}
