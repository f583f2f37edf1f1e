/** The one door: there is no registration and no login of the wallet's own. */
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { Link, Navigate } from "react-router";
import { useViewer } from "../../shared/gate";
import { pageFor } from "../../shared/page-for";
import { Loading, Page, Unreachable } from "../../shared/ui";

export function HomePage() {
  const intl = useIntl();
  const { status, viewer, settled, error, refresh } = useViewer();
  if (status === "failed") return <Unreachable onRetry={refresh} error={error} />;
  if (status === "loading" || (!viewer && !settled)) return <Loading />;
  if (viewer) return <Navigate to={pageFor(viewer.stage)} replace />;
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
      <Stack gap={4} align="flex-start">
        <Anchor component={Link} to="/recover">
          <FormattedMessage id="app.home.forgotPayment" />
        </Anchor>
        <Anchor href="/auth/customer/recovery">
          <FormattedMessage id="app.home.forgotLogin" />
        </Anchor>
      </Stack>
    </Page>
  );
}
