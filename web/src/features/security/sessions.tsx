/** Where the owner is signed in, and the way to end it. */
import { Badge, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useQuery } from "urql";
import { OpenSessions, RevokeOthers, RevokeSession } from "./operations";
import { ProblemAlert, when } from "../../shared/act/problem";
import { useAct, type Problem } from "../../shared/act/use-act";
import { Unreachable } from "../../shared/ui";
import classes from "./security.module.css";

export function Sessions() {
  const intl = useIntl();
  const [{ data, error }, ask] = useQuery({ query: OpenSessions, requestPolicy: "network-only" });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [ended, setEnded] = useState(0);
  const one = useAct(RevokeSession);
  const others = useAct(RevokeOthers);
  const refresh = () => ask({ requestPolicy: "network-only" });
  const sessions = data?.viewer?.account.sessions;
  if (!sessions) return error ? <Unreachable onRetry={refresh} /> : <Loader role="status" aria-label={intl.formatMessage({ id: "app.loading" })} />;

  const told = (answer: { revoked: number; problem?: Problem | null } | undefined) => {
    if (!answer) return;
    setProblem(answer.problem ?? null);
    setEnded(answer.revoked);
    refresh();
  };
  const revoke = async (id: string) => told((await one.run({ input: { id } }))?.revokeSession);
  const revokeAll = async () => told((await others.run({}))?.revokeOtherSessions);

  return (
    <Stack align="flex-start" w="100%">
      {ended > 0 && (
        <Text size="sm" role="status">
          <FormattedMessage id="security.sessions.ended" values={{ count: ended }} />
        </Text>
      )}
      <ul className={classes.list} data-testid="sessions">
        {sessions.map((s) => (
          <li key={s.id}>
            <div>
              <Group gap="xs">
                <Text fw={600}>{s.device === "" ? intl.formatMessage({ id: "security.sessions.unknown" }) : s.device}</Text>
                {s.current && (
                  <Badge variant="light">
                    <FormattedMessage id="security.sessions.current" />
                  </Badge>
                )}
              </Group>
              <Text size="sm" c="dimmed">
                <FormattedMessage id="security.sessions.since" values={{ since: when(intl, s.createdAt), seen: when(intl, s.seenAt) }} />
              </Text>
            </div>
            {!s.current && (
              <Button variant="default" size="compact-md" loading={one.busy} onClick={() => void revoke(s.id)}>
                <FormattedMessage id="security.sessions.end" />
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ProblemAlert problem={problem} lost={one.lost !== "" ? one.lost : others.lost} />
      {sessions.some((s) => !s.current) && (
        <Button variant="default" loading={others.busy} onClick={() => void revokeAll()}>
          <FormattedMessage id="security.sessions.endOthers" />
        </Button>
      )}
    </Stack>
  );
}
