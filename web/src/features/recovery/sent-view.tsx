/** After asking: the mail may be on its way, and its code can be typed here. */
import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { forgetAsked } from "./asked";
import { Frame } from "./frame";
import { ConfirmRecovery } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import type { Recovery } from "./use-recovery";
import classes from "./recovery.module.css";

interface Props {
  readonly recovery: Recovery;
  /** To the form, for another mail. */
  readonly onAnew: () => void;
}

export function SentView({ recovery, onAnew }: Props) {
  const intl = useIntl();
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ConfirmRecovery);
  const errorAt = useFieldErrors(problem);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const data = await run({ input: { code } });
    if (!data) return;
    setProblem(data.confirmRecoveryLink.problem ?? null);
    if (data.confirmRecoveryLink.flow) {
      forgetAsked();
      recovery.take(data.confirmRecoveryLink.flow);
    }
  };

  return (
    <Frame name="sent" progress={{ way: "answers", behind: 0 }}>
      <Text>
        <FormattedMessage id="recovery.sent.what" />
      </Text>
      <form onSubmit={(e) => void submit(e)} noValidate>
        <Stack>
          <TextInput
            name="code"
            label={intl.formatMessage({ id: "recovery.sent.code" })}
            description={intl.formatMessage({ id: "recovery.sent.codeHint" })}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            classNames={{ input: classes.code ?? "" }}
            value={code}
            error={errorAt("code")}
            onChange={(e) => setCode(e.currentTarget.value)}
          />
          <ProblemAlert problem={problem} lost={lost} fields={["code"]} />
          <Button type="submit" loading={busy}>
            <FormattedMessage id="recovery.go" />
          </Button>
        </Stack>
      </form>
      <Text size="sm">
        <FormattedMessage id="recovery.sent.nothing" />{" "}
        <Anchor component="button" type="button" onClick={onAnew}>
          <FormattedMessage id="recovery.sent.again" />
        </Anchor>
      </Text>
    </Frame>
  );
}
