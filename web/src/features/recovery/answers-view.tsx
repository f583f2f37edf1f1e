/** The three answers. Which of them was wrong is never told, so all are kept as typed. */
import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { Frame } from "./frame";
import { AnswerQuestions } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { focusFirstError } from "../../shared/focus-first-error";
import { questionText } from "../../shared/questions/questions";
import { progressOf } from "./stage";
import { answerField, unanswered } from "./unanswered";
import { useAct, type Problem } from "../../shared/act/use-act";
import type { Recovery, RecoveryFlow } from "./use-recovery";
import { WayOut } from "./way-out";

export function AnswersView({ recovery, flow }: { readonly recovery: Recovery; readonly flow: RecoveryFlow }) {
  const intl = useIntl();
  const [answers, setAnswers] = useState<readonly string[]>(() => flow.questions.map(() => ""));
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(AnswerQuestions);
  const errorAt = useFieldErrors(problem);
  const form = useRef<HTMLFormElement>(null);
  const left = problem?.attemptsLeft ?? flow.attemptsLeft;

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    // An answer that was forgotten on the page must not cost one of the few tries.
    const empty = unanswered(answers);
    if (empty) {
      setProblem(empty);
      focusFirstError(form.current);
      return;
    }
    const data = await run({ input: { answers: [...answers] } });
    if (!data) return;
    const told: Problem | null = data.answerSecurityQuestions.problem ?? null;
    setProblem(told);
    if (data.answerSecurityQuestions.flow) recovery.take(data.answerSecurityQuestions.flow);
    // Locked by now, or at another step: the server knows.
    else if (told?.attemptsLeft === 0 || told?.code === "ANSWERS_LOCKED" || told?.code === "WRONG_STATE") recovery.refresh();
  };

  return (
    <Frame name="answers" progress={progressOf(flow)}>
      <Text>
        <FormattedMessage id="recovery.answers.what" />
      </Text>
      <form ref={form} onSubmit={(e) => void submit(e)} noValidate>
        <Stack>
          {flow.questions.map((question, i) => (
            <TextInput
              key={question.code}
              label={questionText(intl, question)}
              name={`answer-${i}`}
              autoComplete="off"
              spellCheck={false}
              value={answers[i] ?? ""}
              error={errorAt(answerField(i))}
              onChange={(e) => {
                const { value } = e.currentTarget;
                setAnswers((all) => all.map((a, j) => (i === j ? value : a)));
              }}
            />
          ))}
          <ProblemAlert problem={problem} lost={lost} fields={flow.questions.map((_, i) => answerField(i))} />
          <Text size="sm" c="dimmed">
            <FormattedMessage id="recovery.answers.left" values={{ left }} />
          </Text>
          <Button type="submit" loading={busy}>
            <FormattedMessage id="recovery.answers.send" />
          </Button>
        </Stack>
      </form>
      <Alert variant="light" color="gray">
        <Stack gap="xs" align="flex-start">
          <Text size="sm">
            <FormattedMessage id="recovery.answers.forgot" />
          </Text>
          <Button component={Link} to="/support" variant="default">
            <FormattedMessage id="recovery.chat" />
          </Button>
        </Stack>
      </Alert>
      <WayOut recovery={recovery} />
    </Frame>
  );
}
