/** Who is here: nobody, an operator, or we could not find out. */
import { Button, Center, Loader, Stack, Text } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { ConsoleOperatorQuery } from "../gql/graphql";
import { sessionEnded } from "../shared/graphql/session-ended";
import { useConnection } from "./connection";
import { Desk } from "./desk";
import { ConsoleOperator } from "./operations";
import { SignIn } from "./sign-in";

export type Operator = NonNullable<ConsoleOperatorQuery["operator"]>;

type Who = { state: "asking" | "failed" } | { state: "nobody"; ended: boolean } | { state: "here"; operator: Operator };

export function ConsoleApp() {
  const { client } = useConnection();
  const intl = useIntl();
  const [who, setWho] = useState<Who>({ state: "asking" });

  const ask = useCallback(
    async (ended: boolean) => {
      const { data, error } = await client.query(ConsoleOperator, {}, { requestPolicy: "network-only" }).toPromise();
      if (error || !data) setWho((held) => (held.state === "here" ? held : { state: "failed" }));
      else setWho(data.operator ? { state: "here", operator: data.operator } : { state: "nobody", ended });
    },
    [client],
  );

  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- it sets nothing before the server has answered
    void ask(false);
    return sessionEnded.onTell(() => void ask(true));
  }, [ask]);

  if (who.state === "here") return <Desk operator={who.operator} onSignInChanged={() => void ask(true)} />;
  if (who.state === "nobody") return <SignIn ended={who.ended} />;
  return (
    <Center mih="100dvh" component="main">
      {who.state === "asking" ? (
        <Loader role="status" aria-label={intl.formatMessage({ id: "console.loading" })} />
      ) : (
        <Stack align="center" role="alert">
          <Text>
            <FormattedMessage id="console.unreachable" />
          </Text>
          <Button onClick={() => void ask(false)}>
            <FormattedMessage id="console.again" />
          </Button>
        </Stack>
      )}
    </Center>
  );
}
