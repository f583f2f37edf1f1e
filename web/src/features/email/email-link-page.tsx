/** /confirm: what a mail's link opens. It does nothing by itself: mail scanners open links, too. */
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { ConfirmEmail } from "./operations";
import { ProblemAlert } from "../../shared/act/problem";
import { useAct } from "../../shared/act/use-act";
import { useLinkToken } from "../../shared/link/use-link-token";
import { Page } from "../../shared/ui";

type Outcome = "asked" | "confirmed" | "dead";

export default function EmailLinkPage() {
  const [token] = useLinkToken();
  // A link opened in the same tab begins anew.
  return <EmailLink key={token} token={token} />;
}

function EmailLink({ token }: { readonly token: string | null }) {
  const intl = useIntl();
  const [outcome, setOutcome] = useState<Outcome>(token === null ? "dead" : "asked");
  const { run, busy, lost } = useAct(ConfirmEmail);
  const confirm = async () => {
    const data = await run({ input: { token } });
    if (data) setOutcome(data.confirmEmail.confirmed ? "confirmed" : "dead");
  };
  return (
    <Page title={intl.formatMessage({ id: `email.link.${outcome}.title` })} testid={`email-link-${outcome}`}>
      <Text>
        <FormattedMessage id={`email.link.${outcome}.what`} />
      </Text>
      <ProblemAlert problem={null} lost={lost} />
      {outcome === "asked" ? (
        <Button onClick={() => void confirm()} loading={busy}>
          <FormattedMessage id="email.link.confirm" />
        </Button>
      ) : (
        <Button component={Link} to="/">
          <FormattedMessage id={`email.link.${outcome}.next`} />
        </Button>
      )}
    </Page>
  );
}
