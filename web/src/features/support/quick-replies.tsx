/** Sentences a customer finds ready: the operator reads each in another language, if need be. */
import { Button, Group } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { quickReplies, type QuickReply } from "../../conversation/types";
import classes from "./support.module.css";

export function QuickReplies({ onSend }: { readonly onSend: (text: string, quick: QuickReply) => void }) {
  const intl = useIntl();
  return (
    <Group gap={6} className={classes.quick ?? ""} role="group" aria-label={intl.formatMessage({ id: "support.quick" })}>
      {quickReplies.map((quick) => (
        <Button key={quick} size="compact-sm" radius="xl" variant="default" onClick={() => onSend(intl.formatMessage({ id: `conversation.quick.${quick}` }), quick)}>
          <FormattedMessage id={`conversation.quick.${quick}`} />
        </Button>
      ))}
    </Group>
  );
}
