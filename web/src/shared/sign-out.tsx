/** The way out: the session ends at the server, and what the browser kept of conversations is forgotten. */
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { forgetConversations } from "../conversation/keep";

async function signOut(): Promise<boolean> {
  try {
    const answer = await fetch("/auth/customer/signout", { method: "POST", headers: { Accept: "application/json" }, credentials: "same-origin" });
    return answer.ok;
  } catch {
    return false; // told to the person below
  }
}

export function SignOut() {
  const [state, setState] = useState<"still" | "busy" | "failed">("still");
  const leave = async () => {
    setState("busy");
    forgetConversations();
    if (await signOut()) window.location.assign("/");
    else setState("failed");
  };
  return (
    <>
      <Button variant="subtle" size="compact-md" flex="none" loading={state === "busy"} onClick={() => void leave()}>
        <FormattedMessage id="app.signOut" />
      </Button>
      {state === "failed" && (
        <Text size="sm" c="red" role="alert">
          <FormattedMessage id="app.signOutFailed" />
        </Text>
      )}
    </>
  );
}
