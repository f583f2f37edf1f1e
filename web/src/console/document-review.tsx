/** Accept or decline what one is looking at. */
import { Alert, Button, Group, Select } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import { tell, type Problem } from "./act";
import { ReviewDocument } from "./operations";
import type { CaseDocument } from "./use-case";
import type { Step } from "./use-step";

interface Props {
  readonly head: Conversation;
  readonly document: CaseDocument;
  readonly step: Step;
  readonly onDone: () => void;
}

const reasons = ["UNREADABLE", "NAME_DIFFERS", "EXPIRED", "WRONG_DOCUMENT", "OTHER"] as const;

export function DocumentReview({ head, document, step, onDone }: Props) {
  const intl = useIntl();
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (document.state === "DESTROYED" || (head.state !== "ACTIVE" && head.state !== "ON_HOLD")) return null;
  const review = async (accept: boolean) => {
    const refused = await step.take(ReviewDocument, {
      input: { conversationId: head.id, documentId: document.id, accept, reason: accept ? "" : (reason ?? "") },
    });
    setProblem(refused);
    if (!refused) onDone();
  };
  return (
    <>
      {problem && (
        <Alert color="red" role="alert">
          {tell(intl, problem)}
        </Alert>
      )}
      <Group justify="center" align="flex-end">
        {declining ? (
          <>
            <Select
              label={intl.formatMessage({ id: "console.decline.reason" })}
              comboboxProps={{ zIndex: 500 }}
              data={reasons.map((value) => ({ value, label: intl.formatMessage({ id: `console.reason.${value}` }) }))}
              value={reason}
              onChange={setReason}
              allowDeselect={false}
              data-autofocus
            />
            <Button color="red" disabled={!reason} loading={step.busy} onClick={() => void review(false)}>
              <FormattedMessage id="console.decline" />
            </Button>
            <Button variant="default" onClick={() => setDeclining(false)}>
              <FormattedMessage id="console.cancel" />
            </Button>
          </>
        ) : (
          <>
            <Button
              color="teal.9"
              disabled={document.state === "ACCEPTED"}
              loading={step.busy}
              onClick={() => void review(true)}
            >
              <FormattedMessage id="console.accept" />
            </Button>
            <Button variant="default" onClick={() => setDeclining(true)}>
              <FormattedMessage id="console.decline" />
            </Button>
          </>
        )}
      </Group>
    </>
  );
}
