/** When a page breaks: what can be done now, in place of an empty window. */
import { Button, Group, Text } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Page } from "../shared/ui";

interface Props {
  /** The page it stands around: with another one the failure is over. */
  readonly page: string;
  readonly children: ReactNode;
}

interface State {
  readonly failed: "code" | "load" | null;
  readonly page: string;
}

/** A part of the program that could not be fetched: no connection, or a newer version stands there. */
function kindOf(error: unknown): "code" | "load" {
  // The browsers' words for a module (Chromium, Firefox, Safari), and Vite's for a style.
  const words = /dynamically imported module|module script failed|preload css/i;
  return error instanceof Error && words.test(error.message) ? "load" : "code";
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: null, page: this.props.page };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { failed: kindOf(error) };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.page === state.page ? null : { failed: null, page: props.page };
  }

  override render() {
    return this.state.failed === null ? this.props.children : <Broken kind={this.state.failed} />;
  }
}

function Broken({ kind }: { readonly kind: "code" | "load" }) {
  const intl = useIntl();
  return (
    <Page title={intl.formatMessage({ id: `app.broken.${kind}.title` })} testid="broken">
      <Text role="alert">
        <FormattedMessage id={`app.broken.${kind}.what`} />
      </Text>
      <Group>
        <Button onClick={() => window.location.reload()}>
          <FormattedMessage id="app.broken.reload" />
        </Button>
        <Button component="a" href="/" variant="default">
          <FormattedMessage id="app.notFound.home" />
        </Button>
        <Button component="a" href="/support" variant="subtle">
          <FormattedMessage id="app.help" />
        </Button>
      </Group>
    </Page>
  );
}
