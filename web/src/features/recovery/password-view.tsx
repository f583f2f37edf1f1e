/** The new payment password and, after an operator's help, three new questions. */
import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Frame } from "./frame";
import { SetPassword } from "./operations";
import { ProblemAlert, useFieldErrors } from "./problem";
import { QuestionFields } from "./question-fields";
import { questionCount, type ChosenAnswer } from "./questions";
import { progressOf } from "./stage";
import { useAct, type Problem } from "./use-act";
import type { Recovery, RecoveryFlow } from "./use-recovery";
import { WayOut } from "./way-out";

/** The contract's bounds, in characters. */
const shortest = 12;

const ownFields = [
  "password",
  "passwordAgain",
  ...Array.from({ length: questionCount }, (_, i) => [`answers.${i}.question`, `answers.${i}.answer`]).flat(),
];

export function PasswordView({ recovery, flow }: { readonly recovery: Recovery; readonly flow: RecoveryFlow }) {
  const intl = useIntl();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [chosen, setChosen] = useState<readonly ChosenAnswer[]>(() =>
    Array.from({ length: questionCount }, () => ({ question: "", answer: "" })),
  );
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(SetPassword);
  const errorAt = useFieldErrors(problem);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const answers = flow.needsNewQuestions ? { answers: chosen.map((c) => ({ ...c })) } : {};
    const data = await run({ input: { password, passwordAgain: again, ...answers } });
    if (!data) return;
    const told: Problem | null = data.setRecoveredPaymentPassword.problem ?? null;
    setProblem(told);
    if (data.setRecoveredPaymentPassword.flow) recovery.take(data.setRecoveredPaymentPassword.flow);
    else if (told?.code === "FRESH_SIGN_IN_REQUIRED" || told?.code === "WRONG_STATE") recovery.refresh();
  };

  return (
    <Frame name={flow.needsNewQuestions ? "password-questions" : "password"} progress={progressOf(flow)}>
      <form onSubmit={(e) => void submit(e)} noValidate>
        <Stack>
          <PasswordInput
            label={intl.formatMessage({ id: "recovery.password.new" })}
            description={intl.formatMessage({ id: "recovery.password.rule" }, { shortest })}
            name="new-password"
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": intl.formatMessage({ id: "recovery.password.show" }) }}
            value={password}
            error={errorAt("password")}
            onChange={(e) => setPassword(e.currentTarget.value)}
          />
          <PasswordInput
            label={intl.formatMessage({ id: "recovery.password.again" })}
            name="new-password-again"
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": intl.formatMessage({ id: "recovery.password.show" }) }}
            value={again}
            error={errorAt("passwordAgain")}
            onChange={(e) => setAgain(e.currentTarget.value)}
          />
          {flow.needsNewQuestions && <QuestionFields chosen={chosen} onChange={setChosen} errorAt={errorAt} />}
          <ProblemAlert problem={problem} lost={lost} fields={ownFields} />
          <Text size="sm" c="dimmed">
            <FormattedMessage id="recovery.password.after" />
          </Text>
          <Button type="submit" loading={busy}>
            <FormattedMessage id="recovery.password.set" />
          </Button>
        </Stack>
      </form>
      <WayOut recovery={recovery} />
    </Frame>
  );
}
