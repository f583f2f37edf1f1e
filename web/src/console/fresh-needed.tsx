/** Says that a decision needs a fresh sign-in, and goes on by itself after it. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { FormattedMessage } from "react-intl";
import { useDesk } from "./desk-context";
import { signInFresh } from "./fresh-sign-in";

interface Props {
  /** Signed in: take the step again. */
  readonly onDone: () => void;
}

export function FreshNeeded({ onDone }: Props) {
  const { onSignInChanged } = useDesk();
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  const begin = () => {
    stop.current?.();
    stop.current = signInFresh(() => {
      onSignInChanged();
      onDone();
    });
  };
  return (
    <Alert color="yellow" role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          <FormattedMessage id="console.fresh" />
        </Text>
        <Button size="xs" onClick={begin}>
          <FormattedMessage id="console.fresh.begin" />
        </Button>
      </Stack>
    </Alert>
  );
}

/** The code that asks for it. */
export const freshCode = "FRESH_SIGN_IN_REQUIRED";
