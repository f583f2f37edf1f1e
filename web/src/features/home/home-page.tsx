/** The one door: there is no registration and no login of the wallet's own. */
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { Navigate } from "react-router";
import { useQuery } from "urql";
import { graphql } from "../../gql";
import { Loading, Page, Unreachable } from "../../shared/ui";
import { pageFor } from "./page-for";

const WhoIsHere = graphql(`
  query WhoIsHere {
    viewer {
      stage
    }
  }
`);

export function HomePage() {
  const intl = useIntl();
  const [{ data, error }, ask] = useQuery({ query: WhoIsHere, requestPolicy: "network-only" });
  if (!data) return error ? <Unreachable onRetry={() => ask({ requestPolicy: "network-only" })} /> : <Loading />;
  if (data.viewer) return <Navigate to={pageFor(data.viewer.stage)} replace />;
  return (
    <Page title={intl.formatMessage({ id: "app.home.title" })} testid="home">
      <Text>
        <FormattedMessage id="app.home.what" />
      </Text>
      <Button component="a" href="/auth/customer/start?next=/account" size="lg">
        <FormattedMessage id="app.home.continue" />
      </Button>
      <Text size="sm" c="dimmed">
        <FormattedMessage id="app.home.how" />
      </Text>
      <Stack gap={4}>
        <Anchor href="/recover">
          <FormattedMessage id="app.home.forgotPayment" />
        </Anchor>
        <Anchor href="/auth/customer/start?next=/account">
          <FormattedMessage id="app.home.forgotLogin" />
        </Anchor>
      </Stack>
    </Page>
  );
}
