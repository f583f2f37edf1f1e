/** Before a conversation: that nobody answers at this hour, and when somebody does. */
import { Alert } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { useQuery } from "urql";
import { SupportHours } from "./operations";

export function ClosedNote() {
  const intl = useIntl();
  const [{ data }] = useQuery({ query: SupportHours, requestPolicy: "network-only" });
  if (!data || data.support.open) return null;
  const at = data.support.answersAt;
  const time = at ? intl.formatDate(at, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }) : "";
  return (
    <Alert color="gray" variant="light" role="note">
      <FormattedMessage id={at ? "support.wait.closed" : "support.wait.unknown"} values={{ time }} /> <FormattedMessage id="support.wait.mail" />
    </Alert>
  );
}
