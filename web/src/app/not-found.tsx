/** An address that leads nowhere. */
import { Button, Group, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import { Page } from "../shared/ui";

export function NotFound() {
  const intl = useIntl();
  return (
    <Page title={intl.formatMessage({ id: "app.notFound.title" })} testid="not-found">
      <Text>
        <FormattedMessage id="app.notFound.text" />
      </Text>
      <Group>
        <Button component={Link} to="/">
          <FormattedMessage id="app.notFound.home" />
        </Button>
        <Button component={Link} to="/support" variant="default">
          <FormattedMessage id="app.help" />
        </Button>
      </Group>
    </Page>
  );
}
