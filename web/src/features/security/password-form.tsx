/** A new payment password, with the present one. */
import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useRef, useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ChangePassword } from "./operations";
import { Forgot } from "./forgot";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { focusFirstError } from "../../shared/focus-first-error";
import { NewPasswordFields } from "../../shared/password/new-password-fields";

interface Props {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function PasswordForm({ onDone, onCancel }: Props) {
  const intl = useIntl();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [passwordAgain, setPasswordAgain] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ChangePassword);
  const errorAt = useFieldErrors(problem);
  const element = useRef<HTMLFormElement>(null);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const data = await run({ input: { current, password, passwordAgain } });
    if (!data) return;
    setProblem(data.changePaymentPassword.problem ?? null);
    if (data.changePaymentPassword.changed) onDone();
    else focusFirstError(element.current);
  };

  return (
    <form ref={element} onSubmit={(e) => void submit(e)} noValidate data-testid="change-password">
      <Stack>
        <PasswordInput
          name="current-password"
          autoComplete="current-password"
          label={intl.formatMessage({ id: "security.password.current" })}
          visibilityToggleButtonProps={{ "aria-label": intl.formatMessage({ id: "password.show" }) }}
          value={current}
          error={errorAt("current") ?? (problem?.code === "WRONG_PASSWORD" ? true : undefined)}
          onChange={(e) => setCurrent(e.currentTarget.value)}
        />
        <NewPasswordFields password={password} again={passwordAgain} onPassword={setPassword} onAgain={setPasswordAgain} errorAt={errorAt} />
        <ProblemAlert problem={problem} lost={lost} fields={["current", "password", "passwordAgain"]}>
          <Forgot problem={problem} />
        </ProblemAlert>
        <Group>
          <Button type="submit" loading={busy}>
            <FormattedMessage id="security.password.set" />
          </Button>
          <Button variant="default" onClick={onCancel}>
            <FormattedMessage id="cards.cancel" />
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
