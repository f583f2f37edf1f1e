/** /questionnaire: personal data, the payment password, three questions; then registration is complete. */
import { Alert, Button, Divider, Group, Stack, Text, Title } from "@mantine/core";
import { useRef, useState, type ReactNode, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useNavigate } from "react-router";
import { emptyForm, inputOf, missing, ownFields, type Form } from "./form";
import { CompleteQuestionnaire } from "./operations";
import { PersonFields } from "./person-fields";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { focusFirstError } from "../../shared/focus-first-error";
import { Gate, type Viewer } from "../../shared/gate";
import { finished } from "../../shared/page-for";
import { NewPasswordFields } from "../../shared/password/new-password-fields";
import { QuestionFields } from "../../shared/questions/question-fields";
import { SignOut } from "../../shared/sign-out";
import { Page } from "../../shared/ui";

export default function QuestionnairePage() {
  return <Gate stage="CONFIRMED">{(viewer) => <Questionnaire viewer={viewer} />}</Gate>;
}

function Questionnaire({ viewer }: { readonly viewer: Viewer }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const [form, setForm] = useState<Form>(emptyForm);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(CompleteQuestionnaire);
  const errorAt = useFieldErrors(problem);
  const element = useRef<HTMLFormElement>(null);
  const change = (part: Partial<Form>) => setForm((now) => ({ ...now, ...part }));

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    let told = missing(form);
    if (!told) {
      const data = await run({ input: inputOf(form) });
      if (!data) return;
      if (data.completeQuestionnaire.account) {
        void navigate("/account", { replace: true, state: finished("CONFIRMED") });
        return;
      }
      told = data.completeQuestionnaire.problem ?? null;
    }
    setProblem(told);
    focusFirstError(element.current);
  };

  return (
    <Page title={intl.formatMessage({ id: "questionnaire.title" })} testid="questionnaire">
      <Alert color="green" variant="light">
        <FormattedMessage id="questionnaire.confirmed" values={{ email: viewer.account.email }} />
      </Alert>
      <form ref={element} onSubmit={(e) => void submit(e)} noValidate>
        <Stack gap="xl">
          <Part title="questionnaire.person.title" what="questionnaire.person.what">
            <PersonFields form={form} onChange={change} errorAt={errorAt} />
          </Part>
          <Part title="questionnaire.password.title" what="questionnaire.password.what">
            <NewPasswordFields
              password={form.password}
              again={form.passwordAgain}
              onPassword={(password) => change({ password })}
              onAgain={(passwordAgain) => change({ passwordAgain })}
              errorAt={errorAt}
            />
          </Part>
          <Part title="questionnaire.questions.title">
            <QuestionFields chosen={form.answers} onChange={(answers) => change({ answers })} errorAt={errorAt} />
          </Part>
          {(problem?.fields?.length ?? 0) > 0 && (
            <Alert color="red" role="alert">
              <FormattedMessage id="questionnaire.check" values={{ count: problem?.fields?.length ?? 0 }} />
            </Alert>
          )}
          <ProblemAlert problem={problem} lost={lost} fields={ownFields} />
          <Button type="submit" loading={busy} size="md">
            <FormattedMessage id="questionnaire.complete" />
          </Button>
        </Stack>
      </form>
      <Divider />
      <Group justify="flex-end">
        <SignOut />
      </Group>
    </Page>
  );
}

function Part({ title, what, children }: { readonly title: string; readonly what?: string; readonly children: ReactNode }) {
  return (
    <Stack component="section">
      <div>
        <Title order={2} size="h4">
          <FormattedMessage id={title} />
        </Title>
        {what !== undefined && (
          <Text size="sm" c="dimmed">
            <FormattedMessage id={what} />
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}
