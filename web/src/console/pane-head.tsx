/** Who it is with, how sure we are of them, how it stands, and what can be done with it. */
import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import { BackIcon, CaseIcon } from "./icons";
import { Tag } from "./tag";
import { keyLabels } from "./use-keys";
import { urgency, useAgo } from "./wait";
import { useNow } from "./use-now";
import classes from "./desk.module.css";

interface Props {
  readonly head: Conversation;
  readonly wide: boolean;
  readonly taking: boolean;
  readonly onBack: () => void;
  readonly onTake: () => void;
  readonly onResolve: () => void;
  readonly onCase: () => void;
}

export function PaneHead({ head, wide, taking, onBack, onTake, onResolve, onCase }: Props) {
  const intl = useIntl();
  return (
    <div className={classes.head}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.backButton ?? ""}
        aria-label={intl.formatMessage({ id: "console.back" })}
        onClick={onBack}
      >
        <BackIcon size={18} />
      </ActionIcon>
      <div className={classes.who}>
        <h2 className={classes.customer}>{head.customerName || <FormattedMessage id="console.noName" />}</h2>
        <p className={classes.facts}>
          <ProofBadge proof={head.proof} />
          <FormattedMessage id={`console.topic.${head.topic}`} />
          <StateText head={head} />
        </p>
      </div>
      <Group gap="xs" wrap="nowrap">
        {head.state === "QUEUED" && (
          <Tooltip label={keyLabels.take}>
            <Button size="sm" loading={taking} onClick={onTake}>
              <FormattedMessage id="console.take" />
            </Button>
          </Tooltip>
        )}
        {head.mine && (head.state === "ACTIVE" || head.state === "ON_HOLD") && (
          <Tooltip label={keyLabels.resolve}>
            <Button size="sm" variant="default" onClick={onResolve}>
              <FormattedMessage id="console.resolve" />
            </Button>
          </Tooltip>
        )}
        {!wide && (
          <ActionIcon variant="default" size={36} aria-label={intl.formatMessage({ id: "console.case" })} onClick={onCase}>
            <CaseIcon size={18} />
          </ActionIcon>
        )}
      </Group>
    </div>
  );
}

/** How the customer came in: a sign-in says more than a mailbox. */
export function ProofBadge({ proof }: { readonly proof: Conversation["proof"] }) {
  return (
    <Tag tone={proof === "SIGNED_IN" ? "good" : "warn"}>
      <FormattedMessage id={`console.proof.${proof}`} />
    </Tag>
  );
}

function StateText({ head }: { readonly head: Conversation }) {
  const now = useNow();
  const ago = useAgo();
  if (head.state === "QUEUED" && head.queuedAt) {
    return (
      <span className={classes.wait} data-urgency={urgency(now - Date.parse(head.queuedAt))}>
        <FormattedMessage id="console.waits" values={{ ago: ago(head.queuedAt, now) }} />
      </span>
    );
  }
  const owner = head.mine ? "mine" : "other";
  return (
    <span>
      <FormattedMessage id={`console.state.${head.state}`} values={{ owner, name: head.ownerName }} />
    </span>
  );
}
