/** /not-me: the button of a notice. Pressing it stops whatever is under way with the account. */
import { Button, List, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { graphql } from "../../gql";
import { ProblemAlert } from "../../shared/act/problem";
import { useAct } from "../../shared/act/use-act";
import { useLinkToken } from "../../shared/link/use-link-token";
import { Page } from "../../shared/ui";

const ReportNotMe = graphql(`
  mutation ReportNotMe($input: ReportNotMeInput!) {
    reportNotMe(input: $input) {
      stopped
      problem {
        ...ProblemDetail
      }
    }
  }
`);

type Outcome = "asked" | "stopped" | "dead";

export default function NotMePage() {
  const [token] = useLinkToken();
  return <NotMe key={token} token={token} />;
}

function NotMe({ token }: { readonly token: string | null }) {
  const intl = useIntl();
  const [outcome, setOutcome] = useState<Outcome>(token === null ? "dead" : "asked");
  const { run, busy, lost } = useAct(ReportNotMe);
  const report = async () => {
    const data = await run({ input: { token: token ?? "" } });
    if (data) setOutcome(data.reportNotMe.stopped ? "stopped" : "dead");
  };
  return (
    <Page title={intl.formatMessage({ id: `notMe.${outcome}.title` })} testid={`not-me-${outcome}`}>
      <Text>
        <FormattedMessage id={`notMe.${outcome}.what`} />
      </Text>
      {outcome === "asked" && (
        <List size="sm" spacing={4}>
          {["recovery", "sessions", "payments"].map((line) => (
            <List.Item key={line}>
              <FormattedMessage id={`notMe.does.${line}`} />
            </List.Item>
          ))}
        </List>
      )}
      <ProblemAlert problem={null} lost={lost} />
      {outcome === "asked" ? (
        <Button color="red" onClick={() => void report()} loading={busy}>
          <FormattedMessage id="notMe.stop" />
        </Button>
      ) : (
        <Button component={Link} to="/support">
          <FormattedMessage id="notMe.support" />
        </Button>
      )}
    </Page>
  );
}
