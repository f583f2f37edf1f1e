/** The picture exactly as it is sent, and its way to the server. */
import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { Trouble } from "./step";
import type { DocumentStep } from "./use-document-step";
import classes from "./documents.module.css";

export function PreviewView({ it }: { readonly it: DocumentStep }) {
  const intl = useIntl();
  const { step, preview } = it;
  const sending = step.at === "sending";
  return (
    <Stack gap="sm">
      <Text size="sm">
        <FormattedMessage id="documents.preview.look" values={{ kind: step.kind }} />
      </Text>
      {preview && (
        <img className={classes.preview} src={preview} alt={intl.formatMessage({ id: "documents.preview.alt" })} data-testid="document-picture" />
      )}
      {step.trouble && <TroubleNote trouble={step.trouble} />}
      {sending ? (
        <Sending share={step.progress} onCancel={it.cancel} />
      ) : (
        <div className={classes.actions}>
          <Button variant="default" onClick={it.back}>
            <FormattedMessage id="documents.preview.back" />
          </Button>
          <Button onClick={it.send}>
            <FormattedMessage id={step.trouble ? "documents.preview.again" : "documents.preview.send"} />
          </Button>
        </div>
      )}
    </Stack>
  );
}

function Sending({ share, onCancel }: { readonly share: number; readonly onCancel: () => void }) {
  const intl = useIntl();
  const sent = share >= 1;
  return (
    <Stack gap="xs">
      <Text size="sm" role="status">
        <FormattedMessage id={sent ? "documents.sending.checked" : "documents.sending.sent"} />
      </Text>
      <Progress
        value={share * 100}
        animated={sent}
        aria-label={intl.formatMessage({ id: "documents.sending.sent" })}
      />
      {!sent && (
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            <FormattedMessage id="documents.sending.cancel" />
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** Codes that have a sentence of their own; any other is told by the plain one. */
const told = new Set(["NETWORK", "THROTTLED", "OVERLOADED", "ENDED", "REQUEST_CLOSED", "TOO_LARGE", "READER_TIMEOUT", "READER_FAILED"]);

function TroubleNote({ trouble }: { readonly trouble: Trouble }) {
  const intl = useIntl();
  const id = `documents.trouble.${told.has(trouble.code) ? trouble.code : "OTHER"}`;
  const time = trouble.retryAt === undefined ? "" : intl.formatTime(trouble.retryAt);
  return (
    <Alert color="yellow" role="alert">
      <FormattedMessage id={id} values={{ time }} />
    </Alert>
  );
}
