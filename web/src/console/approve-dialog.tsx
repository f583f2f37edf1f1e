/**
 * The second person's yes: what was frozen, what was written since, and a button
 * that waits until every picture was seen. The server checks all of it again.
 */
import { Alert, Button, Group, Modal, ScrollArea, Stack, Text, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Chat } from "../conversation/use-conversation";
import type { Problem } from "./act";
import { Checklist } from "./case-checklist";
import { DocumentRow } from "./case-documents";
import { useDesk } from "./desk-context";
import { cardMatched, complete, shortestJustification, writtenSince } from "./evidence";
import { ApproveReset } from "./operations";
import { ProblemNote } from "./problem-note";
import type { Case, CheckLine, Proposal } from "./use-case";
import type { Step } from "./use-step";
import classes from "./case.module.css";

interface Props {
  readonly chat: Chat;
  readonly head: Conversation;
  readonly proposal: Proposal;
  readonly value: Case;
  readonly step: Step;
  /** A document is before the supervisor's eyes: the dialog waits. */
  readonly viewing: boolean;
  readonly onView: (documentId: string) => void;
  readonly onClose: () => void;
}

export function ApproveDialog({ chat, head, proposal, value, step, viewing, onView, onClose }: Props) {
  const intl = useIntl();
  const { tell } = useDesk();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [ticked, setTicked] = useState<readonly CheckLine["point"][]>([]);
  const [why, setWhy] = useState("");
  // The ticks are one's own: those of who proposed are not shown, nor taken over.
  const lines = value.checklist.map((line) => ({ ...line, ticked: ticked.includes(line.point), by: "", at: null }));
  const matched = cardMatched(value);
  const enough = matched || Array.from(why.trim()).length >= shortestJustification;
  const field = problem?.fields?.find((f) => f.field === "justification");
  const unseen = proposal.documents.filter((d) => !d.viewed).length;
  const lastReadSeq = chat.messages.at(-1)?.seq ?? 0;
  const approve = async () => {
    const refused = await step.take(ApproveReset, {
      input: { conversationId: head.id, proposalId: proposal.id, lastReadSeq, checks: [...ticked], justification: why.trim() },
    });
    setProblem(refused);
    if (refused) return;
    tell(intl.formatMessage({ id: "console.approved" }));
    onClose();
  };
  return (
    <Modal
      opened={!viewing}
      onClose={onClose}
      size="lg"
      title={intl.formatMessage({ id: "console.approve.title" })}
      closeButtonProps={{ "aria-label": intl.formatMessage({ id: "console.close" }) }}
    >
      <Stack>
        <Text size="sm">
          <FormattedMessage id="console.approve.text" values={{ name: proposal.proposedBy, customer: head.customerName }} />
        </Text>
        {proposal.justification !== "" && (
          <blockquote className={classes.quote} dir="auto">
            {proposal.justification}
          </blockquote>
        )}
        <div>
          <h3 className={classes.subheading}>
            <FormattedMessage id="console.evidence" />
          </h3>
          <ul className={classes.documents}>
            {proposal.documents.map((d) => (
              <DocumentRow key={d.id} document={d} onView={() => onView(d.id)} />
            ))}
          </ul>
        </div>
        <Since chat={chat} proposal={proposal} />
        <Checklist
          value={value}
          lines={lines}
          inDialog
          onSet={(line, on) => setTicked((held) => (on ? [...held, line.point] : held.filter((point) => point !== line.point)))}
        />
        {!matched && (
          <Textarea
            label={intl.formatMessage({ id: "console.approve.why" })}
            description={intl.formatMessage({ id: "console.approve.why.needed" }, { shortest: shortestJustification })}
            required
            autosize
            minRows={2}
            maxRows={8}
            maxLength={1_000}
            value={why}
            error={field?.message}
            onChange={(e) => setWhy(e.currentTarget.value)}
          />
        )}
        {unseen > 0 && (
          <Alert color="yellow" role="status">
            <FormattedMessage id="console.viewFirst" values={{ count: unseen }} />
          </Alert>
        )}
        {!field && <ProblemNote problem={problem} onAgain={() => void approve()} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="console.cancel" />
          </Button>
          <Button color="teal.9" disabled={unseen > 0 || !complete(lines) || !enough} loading={step.busy} onClick={() => void approve()}>
            <FormattedMessage id="console.approve" />
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** What was said after the evidence was frozen: it voids nothing, but has to be read. */
function Since({ chat, proposal }: { readonly chat: Chat; readonly proposal: Proposal }) {
  const { hasOlder, loadOlder, loadingOlder, messages } = chat;
  const first = messages[0]?.seq ?? 0;
  useEffect(() => {
    if (hasOlder && !loadingOlder && first > proposal.lastSeq + 1) loadOlder();
  }, [hasOlder, loadingOlder, loadOlder, first, proposal.lastSeq]);
  const since = writtenSince(proposal, messages);
  return (
    <div>
      <h3 className={classes.subheading}>
        <FormattedMessage id="console.since" values={{ count: since.length }} />
      </h3>
      {since.length > 0 && (
        <ScrollArea.Autosize mah={220} className={classes.since ?? ""}>
          {since.map((m) => (
            <p key={m.seq} className={classes.sinceLine}>
              <strong>{m.authorName}</strong> <span dir="auto">{m.body}</span>
            </p>
          ))}
        </ScrollArea.Autosize>
      )}
    </div>
  );
}
