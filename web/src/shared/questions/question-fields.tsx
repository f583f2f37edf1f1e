/** Three questions of different themes and their answers. */
import { Fieldset, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { useQuery } from "urql";
import { QuestionsToChoose } from "./operations";
import { ProblemAlert } from "../act/problem";
import { choosable, questionText, type ChosenAnswer } from "./questions";

interface Props {
  readonly chosen: readonly ChosenAnswer[];
  readonly onChange: (chosen: readonly ChosenAnswer[]) => void;
  readonly errorAt: (field: string) => string | undefined;
}

export function QuestionFields({ chosen, onChange, errorAt }: Props) {
  const intl = useIntl();
  const [{ data, error }] = useQuery({ query: QuestionsToChoose });
  const catalogue = data?.securityQuestionCatalogue ?? [];
  const set = (index: number, change: Partial<ChosenAnswer>) =>
    onChange(chosen.map((c, i) => (i === index ? { ...c, ...change } : c)));
  return (
    <Stack>
      <Text size="sm">
        <FormattedMessage id="questions.what" />
      </Text>
      {error && <ProblemAlert problem={null} lost="NETWORK" />}
      {chosen.map(({ question, answer }, i) => (
        <Fieldset key={i} legend={intl.formatMessage({ id: "questions.number" }, { number: i + 1 })}>
          <Stack gap="xs">
            <NativeSelect
              label={intl.formatMessage({ id: "questions.question" })}
              name={`question-${i}`}
              value={question}
              error={errorAt(`answers.${i}.question`)}
              data={[
                { value: "", label: intl.formatMessage({ id: "questions.choose" }) },
                ...choosable(catalogue, chosen, i).map((q) => ({ value: q.code, label: questionText(intl, q) })),
              ]}
              onChange={(e) => set(i, { question: e.currentTarget.value })}
            />
            <TextInput
              label={intl.formatMessage({ id: "questions.answer" })}
              name={`answer-${i}`}
              autoComplete="off"
              spellCheck={false}
              value={answer}
              error={errorAt(`answers.${i}.answer`)}
              onChange={(e) => set(i, { answer: e.currentTarget.value })}
            />
          </Stack>
        </Fieldset>
      ))}
    </Stack>
  );
}
