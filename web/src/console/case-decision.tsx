/** The decision two people take: the checks, the proposal, and what is to be done with it. */
import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { FormattedDate, FormattedMessage } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Chat } from "../conversation/use-conversation";
import { ApproveDialog } from "./approve-dialog";
import { DeclineDialog } from "./decline-dialog";
import { useDesk } from "./desk-context";
import { canPropose, checksOf } from "./evidence";
import { CheckIcon, CrossIcon } from "./icons";
import { ProposeDialog } from "./propose-dialog";
import { Tag, type Tone } from "./tag";
import type { Case, Proposal } from "./use-case";
import type { Step } from "./use-step";
import classes from "./case.module.css";

interface Props {
  readonly chat: Chat;
  readonly head: Conversation;
  readonly value: Case;
  readonly step: Step;
  readonly viewing: boolean;
  readonly onView: (documentId: string) => void;
}

export function CaseDecision({ chat, head, value, step, viewing, onView }: Props) {
  const [proposing, proposingActs] = useDisclosure(false);
  const checks = checksOf(value);
  const matched = checks.some((c) => c.name === "matched" && c.met);
  const { proposal } = value;
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>
        <FormattedMessage id="console.decision" />
      </h3>
      {proposal && <ProposalCard {...{ chat, head, proposal, step, viewing, onView }} />}
      {proposal?.state !== "PROPOSED" && proposal?.state !== "APPROVED" && (
        <>
          <ul className={classes.checks}>
            {checks.map((check) => (
              <li key={check.name} data-met={check.met}>
                {check.met ? <CheckIcon size={14} /> : <CrossIcon size={14} />}
                <FormattedMessage id={`console.check.${check.name}`} values={{ met: check.met ? "yes" : "no" }} />
              </li>
            ))}
          </ul>
          {head.mine && (
            <Button fullWidth mt="sm" size="sm" disabled={!canPropose(head, value)} onClick={proposingActs.open}>
              <FormattedMessage id="console.propose" />
            </Button>
          )}
        </>
      )}
      {proposing && <ProposeDialog {...{ head, matched, step }} onClose={proposingActs.close} />}
    </section>
  );
}

const tones: Readonly<Record<Proposal["state"], Tone>> = {
  PROPOSED: "news",
  APPROVED: "good",
  DECLINED: "bad",
  VOID: "plain",
};

function ProposalCard({ chat, head, proposal, step, viewing, onView }: Omit<Props, "value"> & { readonly proposal: Proposal }) {
  const { supervisor } = useDesk();
  const [approving, approvingActs] = useDisclosure(false);
  const [declining, decliningActs] = useDisclosure(false);
  return (
    <div className={classes.proposal}>
      <Group justify="space-between" gap="xs">
        <Tag tone={tones[proposal.state]}>
          <FormattedMessage id={`console.proposal.${proposal.state}`} />
        </Tag>
        <span className={classes.note}>
          <FormattedDate value={proposal.proposedAt} dateStyle="medium" timeStyle="short" />
        </span>
      </Group>
      <p className={classes.line}>
        <FormattedMessage id="console.proposedBy" values={{ name: proposal.proposedBy }} />
      </p>
      {proposal.justification !== "" && (
        <blockquote className={classes.quote} dir="auto">
          {proposal.justification}
        </blockquote>
      )}
      {proposal.decidedBy !== "" && (
        <p className={classes.line}>
          <FormattedMessage id="console.decidedBy" values={{ name: proposal.decidedBy, state: proposal.state }} />
        </p>
      )}
      {proposal.declineReason && (
        <blockquote className={classes.quote} dir="auto">
          {proposal.declineReason}
        </blockquote>
      )}
      {proposal.state === "PROPOSED" &&
        (supervisor ? (
          <Group gap="xs" grow mt="sm">
            <Button size="sm" color="teal.9" onClick={approvingActs.open}>
              <FormattedMessage id="console.approve" />
            </Button>
            <Button size="sm" variant="default" onClick={decliningActs.open}>
              <FormattedMessage id="console.declineReset" />
            </Button>
          </Group>
        ) : (
          <p className={classes.note}>
            <FormattedMessage id="console.waitsForSupervisor" />
          </p>
        ))}
      {approving && <ApproveDialog {...{ chat, head, proposal, step, viewing, onView }} onClose={approvingActs.close} />}
      {declining && <DeclineDialog {...{ head, proposal, step }} onClose={decliningActs.close} />}
    </div>
  );
}
