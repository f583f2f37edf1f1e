/** Three new questions, with the payment password. */
import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useRef, useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Forgot } from "./forgot";
import { ChangeQuestions } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { focusFirstError } from "../../shared/focus-first-error";
import { QuestionFields } from "../../shared/questions/question-fields";
import { questionCount, type ChosenAnswer } from "../../shared/questions/questions";

interface Props {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

const ownFields = ["password", ...Array.from({ length: questionCount }, (_, i) => [`answers.${i}.question`, `answers.${i}.answer`]).flat()];

export function QuestionsForm({ onDone, onCancel }: Props) {
  const intl = useIntl();
  const [chosen, setChosen] = useState<readonly ChosenAnswer[]>(() => Array.from({ length: questionCount }, () => ({ question: "", answer: "" })));
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ChangeQuestions);
  const errorAt = useFieldErrors(problem);
  const element = useRef<HTMLFormElement>(null);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const data = await run({ input: { password, answers: chosen.map((c) => ({ ...c })) } });
    if (!data) return;
    setProblem(data.changeSecurityQuestions.problem ?? null);
    if (data.changeSecurityQuestions.changed) onDone();
    else focusFirstError(element.current);
  };

  return (
    <form ref={element} onSubmit={(e) => void submit(e)} noValidate data-testid="change-questions">
      <Stack>
        <QuestionFields chosen={chosen} onChange={setChosen} errorAt={errorAt} />
        <PasswordInput
          name="payment-password"
          autoComplete="current-password"
          label={intl.formatMessage({ id: "security.questions.password" })}
          visibilityToggleButtonProps={{ "aria-label": intl.formatMessage({ id: "password.show" }) }}
          value={password}
          error={errorAt("password") ?? (problem?.code === "WRONG_PASSWORD" ? true : undefined)}
          onChange={(e) => setPassword(e.currentTarget.value)}
        />
        <ProblemAlert problem={problem} lost={lost} fields={ownFields}>
          <Forgot problem={problem} />
        </ProblemAlert>
        <Group>
          <Button type="submit" loading={busy}>
            <FormattedMessage id="security.questions.set" />
          </Button>
          <Button variant="default" onClick={onCancel}>
            <FormattedMessage id="cards.cancel" />
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
