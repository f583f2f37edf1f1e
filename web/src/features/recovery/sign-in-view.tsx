/** A fresh sign-in at the marketplace: it shows that the person is the account's own. */
import { Button, Stack, Text } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import { Link } from "react-router";
import { Frame } from "./frame";
import { progressOf, stageOf } from "./stage";
import type { Recovery } from "./use-recovery";
import { WayOut } from "./way-out";

/** Where the marketplace's sign-in begins and where it comes back to (server: /auth/customer/start). */
export const freshSignIn = "/auth/customer/start?purpose=flow&next=/recover";

export function SignInView({ recovery }: { readonly recovery: Recovery }) {
  const approved = stageOf(recovery.flow) === "approved-sign-in";
  return (
    <Frame name={approved ? "approved" : "sign-in"} progress={progressOf(recovery.flow)}>
      <Text>
        <FormattedMessage id={approved ? "recovery.approved.what" : "recovery.sign-in.what"} />
      </Text>
      <Button component="a" href={freshSignIn}>
        <FormattedMessage id="recovery.sign-in.button" />
      </Button>
      <Stack gap={4}>
        <Text size="sm" c="dimmed">
          <FormattedMessage id="recovery.sign-in.forgot" />
        </Text>
        {!approved && (
          <Button component={Link} to="/support" variant="default">
            <FormattedMessage id="recovery.sign-in.cannot" />
          </Button>
        )}
      </Stack>
      <WayOut recovery={recovery} />
    </Frame>
  );
}
