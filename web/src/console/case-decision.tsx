/** The decision two people take: the checks, the proposal, and what is to be done with it. */
import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { FormattedDate, FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Chat } from "../conversation/use-conversation";
import { tell } from "./act";
import { ApproveDialog } from "./approve-dialog";
import { Checklist } from "./case-checklist";
import { DeclineDialog } from "./decline-dialog";
import { useDesk } from "./desk-context";
import { canPropose, cardMatched, factsOf } from "./evidence";
import { CheckIcon, CrossIcon } from "./icons";
import { SetCheck } from "./operations";
import { ProposeDialog } from "./propose-dialog";
import { Tag, type Tone } from "./tag";
import type { Case, CheckLine, Proposal } from "./use-case";
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
  const intl = useIntl();
  const desk = useDesk();
  const { proposal } = value;
  const running = head.state === "ACTIVE" || head.state === "ON_HOLD";
  const open = proposal?.state !== "PROPOSED" && proposal?.state !== "APPROVED";
  const set = async (line: CheckLine, ticked: boolean) => {
    const problem = await step.take(SetCheck, { input: { conversationId: head.id, point: line.point, ticked } });
    if (problem) desk.tell(tell(intl, problem));
  };
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>
        <FormattedMessage id="console.decision" />
      </h3>
      {proposal && <ProposalCard {...{ chat, head, proposal, value, step, viewing, onView }} />}
      {open && (
        <ul className={classes.checks}>
          {factsOf(value).map((fact) => (
            <li key={fact.name} data-met={fact.met}>
              {fact.met ? <CheckIcon size={14} /> : <CrossIcon size={14} />}
              <FormattedMessage id={`console.check.${fact.name}`} values={{ met: fact.met ? "yes" : "no" }} />
            </li>
          ))}
        </ul>
      )}
      {(open || head.mine) && (
        <Checklist
          value={value}
          lines={value.checklist}
          {...(head.mine && running && open ? { onSet: (line, ticked) => void set(line, ticked) } : {})}
        />
      )}
      {open && head.mine && (
        <Button fullWidth mt="sm" size="sm" disabled={!canPropose(head, value)} onClick={proposingActs.open}>
          <FormattedMessage id="console.propose" />
        </Button>
      )}
      {proposing && <ProposeDialog {...{ head, step }} matched={cardMatched(value)} onClose={proposingActs.close} />}
    </section>
  );
}

const tones: Readonly<Record<Proposal["state"], Tone>> = {
  PROPOSED: "news",
  APPROVED: "good",
  DECLINED: "bad",
  VOID: "plain",
};

function ProposalCard({ chat, head, proposal, value, step, viewing, onView }: Props & { readonly proposal: Proposal }) {
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
      {proposal.decidedJustification !== "" && (
        <blockquote className={classes.quote} dir="auto">
          {proposal.decidedJustification}
        </blockquote>
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
      {approving && <ApproveDialog {...{ chat, head, proposal, value, step, viewing, onView }} onClose={approvingActs.close} />}
      {declining && <DeclineDialog {...{ head, proposal, step }} onClose={decliningActs.close} />}
    </div>
  );
}
