/** The way out of "this was not me" for its owner: a fresh sign-in and the payment password. */
import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ThawAccount } from "./operations";
import { ProblemAlert, useFieldErrors } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";

export function ThawForm({ onThawed }: { readonly onThawed: () => void }) {
  const intl = useIntl();
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { run, busy, lost } = useAct(ThawAccount);
  const errorAt = useFieldErrors(problem);
  const stale = problem?.code === "FRESH_SIGN_IN_REQUIRED";

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    const answer = (await run({ input: { password } }))?.thawAccount;
    if (!answer) return;
    setProblem(answer.problem ?? null);
    if (!answer.problem) onThawed();
  };

  return (
    <form onSubmit={(e) => void submit(e)} noValidate data-testid="thaw">
      <Stack gap="xs" align="stretch">
        <Text size="sm">
          <FormattedMessage id="account.thaw.what" />
        </Text>
        <PasswordInput
          name="payment-password"
          autoComplete="current-password"
          label={intl.formatMessage({ id: "account.thaw.password" })}
          visibilityToggleButtonProps={{ "aria-label": intl.formatMessage({ id: "password.show" }) }}
          value={password}
          error={errorAt("password") ?? (problem?.code === "WRONG_PASSWORD" ? true : undefined)}
          onChange={(e) => setPassword(e.currentTarget.value)}
        />
        {!stale && <ProblemAlert problem={problem} lost={lost} fields={["password"]} />}
        <Group>
          <Button type="submit" loading={busy} disabled={password === ""}>
            <FormattedMessage id="account.thaw.do" />
          </Button>
          {stale && (
            <Button component="a" href="/auth/customer/start?purpose=fresh&next=/account" variant="default">
              <FormattedMessage id="account.thaw.signIn" />
            </Button>
          )}
        </Group>
        {stale && (
          <Text size="sm" role="alert">
            <FormattedMessage id="account.thaw.stale" />
          </Text>
        )}
      </Stack>
    </form>
  );
}
