/** A new payment password, typed twice. */
import { PasswordInput } from "@mantine/core";
import { useIntl } from "react-intl";

/** The contract's lower bound, in characters. */
export const shortest = 12;

interface Props {
  readonly password: string;
  readonly again: string;
  readonly onPassword: (password: string) => void;
  readonly onAgain: (again: string) => void;
  readonly errorAt: (field: string) => string | undefined;
}

export function NewPasswordFields({ password, again, onPassword, onAgain, errorAt }: Props) {
  const intl = useIntl();
  const toggle = { "aria-label": intl.formatMessage({ id: "password.show" }) };
  return (
    <>
      <PasswordInput
        label={intl.formatMessage({ id: "password.new" })}
        description={intl.formatMessage({ id: "password.rule" }, { shortest })}
        name="new-password"
        autoComplete="new-password"
        visibilityToggleButtonProps={toggle}
        value={password}
        error={errorAt("password")}
        onChange={(e) => onPassword(e.currentTarget.value)}
      />
      <PasswordInput
        label={intl.formatMessage({ id: "password.again" })}
        name="new-password-again"
        autoComplete="new-password"
        visibilityToggleButtonProps={toggle}
        value={again}
        error={errorAt("passwordAgain")}
        onChange={(e) => onAgain(e.currentTarget.value)}
      />
    </>
  );
}
