/** Small pieces that all customer pages are made of. */
import { Alert, Anchor, Button, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Link } from "react-router";
import type { CombinedError } from "urql";
import { requestOf } from "./graphql/client";
import { BackIcon } from "./look/icons";
import classes from "./look/ui.module.css";

interface PageProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly testid: string;
  /** A drawing that says what the page is about. */
  readonly icon?: ReactNode;
}

/** A page with one subject. */
export function Page({ title, children, testid, icon }: PageProps) {
  return (
    <Paper withBorder p={{ base: "lg", sm: "xl" }} data-testid={testid}>
      <Stack>
        {icon !== undefined && <Emblem>{icon}</Emblem>}
        <Title order={1} size="h2">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

/** A drawing on a quiet ground. */
export function Emblem({ children, tone = "plain" }: { readonly children: ReactNode; readonly tone?: "plain" | "good" | "warn" }) {
  return (
    <span className={classes.emblem} data-tone={tone} aria-hidden>
      {children}
    </span>
  );
}

/** The way back to the page above. */
export function Back({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <Anchor component={Link} to={to} className={classes.back ?? ""} underline="hover">
      <BackIcon size={18} />
      <span>{children}</span>
    </Anchor>
  );
}

/** The page's outline while its data comes: what follows stands where it stood. */
export function Loading() {
  const intl = useIntl();
  return (
    <Paper withBorder p={{ base: "lg", sm: "xl" }} className={classes.loading ?? ""} role="status" aria-label={intl.formatMessage({ id: "app.loading" })} data-loading>
      <Outline lines={4} title />
    </Paper>
  );
}

/** Grey bars in the place of a heading and of lines of text. */
export function Outline({ lines, title = false }: { readonly lines: number; readonly title?: boolean }) {
  return (
    <div className={classes.outline} aria-hidden>
      {title && <span data-bar="title" />}
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} data-bar={i === lines - 1 ? "last" : "line"} />
      ))}
    </div>
  );
}

/** The server could not be asked, or failed: what can be done, and what to tell the support service. */
export function Unreachable({ onRetry, error }: { readonly onRetry: () => void; readonly error?: CombinedError | undefined }) {
  const request = error ? requestOf(error) : "";
  return (
    <Alert color="yellow" role="alert" data-testid="unreachable">
      <Stack align="flex-start" gap="xs">
        <FormattedMessage id={error && !error.networkError ? "problems.lost.server" : "app.unreachable"} />
        {request !== "" && <RequestName request={request} />}
        <Button onClick={onRetry}>
          <FormattedMessage id="app.retry" />
        </Button>
      </Stack>
    </Alert>
  );
}

/** What the support service finds the failure by. */
export function RequestName({ request }: { readonly request: string }) {
  return (
    <Text span size="sm">
      <FormattedMessage id="app.request" values={{ request: <code className={classes.request}>{request}</code> }} />
    </Text>
  );
}
