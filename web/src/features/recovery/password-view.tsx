/** The new payment password and, after an operator's help, three new questions. */
import { Button, Stack, Text } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { FormattedMessage } from "react-intl";
import { Frame } from "./frame";
import { SetPassword } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { NewPasswordFields } from "../../shared/password/new-password-fields";
import { QuestionFields } from "../../shared/questions/question-fields";
import { questionCount, type ChosenAnswer } from "../../shared/questions/questions";
import { progressOf } from "./stage";
import { useAct, type Problem } from "../../shared/act/use-act";
import type { Recovery, RecoveryFlow } from "./use-recovery";
import { WayOut } from "./way-out";

const ownFields = [
  "password",
  "passwordAgain",
  ...Array.from({ length: questionCount }, (_, i) => [`answers.${i}.question`, `answers.${i}.answer`]).flat(),
];

export function PasswordView({ recovery, flow }: { readonly recovery: Recovery; readonly flow: RecoveryFlow }) {
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
          <NewPasswordFields password={password} again={again} onPassword={setPassword} onAgain={setAgain} errorAt={errorAt} />
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
