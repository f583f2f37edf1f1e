/** Who it is with, how sure we are of them, how it stands, and what can be done with it. */
import { ActionIcon, Button, Group, Menu, Tooltip } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import { BackIcon, CaseIcon, MoreIcon } from "./icons";
import { Tag } from "./tag";
import { keyLabels } from "./use-keys";
import { useNow } from "./use-now";
import type { Pane } from "./use-pane";
import { urgency, useAgo } from "./wait";
import classes from "./desk.module.css";

interface Props {
  readonly pane: Pane;
  readonly head: Conversation;
  readonly wide: boolean;
  readonly onBack: () => void;
  readonly onCase: () => void;
}

export function PaneHead({ pane, head, wide, onBack, onCase }: Props) {
  const intl = useIntl();
  const { may, step } = pane;
  const labels = pane.beside.value?.labels ?? [];
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
          <span>{intl.formatDisplayName(head.locale.split("-")[0] ?? head.locale, { type: "language", fallback: "code" })}</span>
          <StateText head={head} />
          {labels.map((label) => (
            <Tag key={label} tone="plain">
              {label}
            </Tag>
          ))}
        </p>
      </div>
      <Group gap="xs" wrap="nowrap">
        {head.state === "QUEUED" && (
          <Tooltip label={keyLabels.take}>
            <Button size="xs" loading={step.busy} onClick={() => void pane.take()}>
              <FormattedMessage id="console.take" />
            </Button>
          </Tooltip>
        )}
        {may.hold && (
          <Button size="xs" variant="default" className={classes.roomy ?? ""} loading={step.busy} onClick={() => void pane.hold()}>
            <FormattedMessage id="desk.hold" />
          </Button>
        )}
        {may.transfer && (
          <Button size="xs" variant="default" className={classes.roomy ?? ""} onClick={() => pane.setOver("transfer")}>
            <FormattedMessage id="desk.transfer" />
          </Button>
        )}
        {may.resolve && (
          <Tooltip label={keyLabels.resolve}>
            <Button size="xs" variant="default" onClick={() => pane.setOver("resolve")}>
              <FormattedMessage id="console.resolve" />
            </Button>
          </Tooltip>
        )}
        <MoreMenu pane={pane} />
        {!wide && (
          <ActionIcon variant="default" size={30} aria-label={intl.formatMessage({ id: "console.case" })} onClick={onCase}>
            <CaseIcon size={18} />
          </ActionIcon>
        )}
      </Group>
    </div>
  );
}

/** Everything that can be done with it; what has no room beside it in a narrow window, too. */
function MoreMenu({ pane }: { readonly pane: Pane }) {
  const intl = useIntl();
  const { may } = pane;
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={intl.formatMessage({ id: "desk.more" })}>
          <MoreIcon size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => pane.setOver("labels")}>
          <FormattedMessage id="desk.labels.edit" />
        </Menu.Item>
        <Menu.Item disabled={!may.hold} onClick={() => void pane.hold()}>
          <FormattedMessage id="desk.hold" />
        </Menu.Item>
        <Menu.Item disabled={!may.transfer} onClick={() => pane.setOver("transfer")}>
          <FormattedMessage id="desk.transfer" />
        </Menu.Item>
        {may.takeOver && (
          <Menu.Item onClick={() => void pane.takeOver()}>
            <FormattedMessage id="desk.takeOver" />
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
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
