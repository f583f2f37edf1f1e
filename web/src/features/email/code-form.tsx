/** The mail's code, typed in the browser that is signed in. */
import { Button, Stack, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ConfirmEmail } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";

export function CodeForm({ onConfirmed }: { readonly onConfirmed: () => void }) {
  const intl = useIntl();
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ConfirmEmail);
  const errorAt = useFieldErrors(problem);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const data = await run({ input: { code } });
    if (!data) return;
    setProblem(data.confirmEmail.problem ?? null);
    if (data.confirmEmail.confirmed) onConfirmed();
  };
  return (
    <form onSubmit={(e) => void submit(e)} noValidate>
      <Stack>
        <TextInput
          name="code"
          label={intl.formatMessage({ id: "email.code" })}
          description={intl.formatMessage({ id: "email.codeHint" })}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          value={code}
          error={errorAt("code") ?? problem?.code === "WRONG_CODE"}
          onChange={(e) => setCode(e.currentTarget.value)}
        />
        <ProblemAlert problem={problem} lost={lost} fields={["code"]} />
        <Button type="submit" loading={busy}>
          <FormattedMessage id="email.confirm" />
        </Button>
      </Stack>
    </form>
  );
}
