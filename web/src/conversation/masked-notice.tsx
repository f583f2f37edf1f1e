/** Tells an author that card numbers were hidden in what they sent. */
import { Alert } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { Chat } from "./use-conversation";

export function MaskedNotice({ chat }: { readonly chat: Pick<Chat, "masked" | "dismissMasked"> }) {
  const intl = useIntl();
  if (chat.masked === 0) return null;
  return (
    <Alert
      color="yellow"
      radius={0}
      py={6}
      role="status"
      withCloseButton
      onClose={chat.dismissMasked}
      closeButtonLabel={intl.formatMessage({ id: "conversation.dismiss" })}
    >
      <FormattedMessage id="conversation.masked" values={{ count: chat.masked }} />
    </Alert>
  );
}
