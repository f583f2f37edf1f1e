/** The case: whose account it is, what was sent, what was proposed. */
import { Alert, Skeleton, Stack } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Chat } from "../conversation/use-conversation";
import { CaseAccount } from "./case-account";
import { CaseDecision } from "./case-decision";
import { CaseDocuments } from "./case-documents";
import type { LiveCase } from "./use-case";
import type { Step } from "./use-step";

interface Props {
  readonly chat: Chat;
  readonly head: Conversation;
  readonly kase: LiveCase;
  readonly step: Step;
  /** Whether a document is before the operator's eyes, over all of this. */
  readonly viewing: boolean;
  readonly onView: (documentId: string) => void;
}

export function CasePanel({ chat, head, kase, step, viewing, onView }: Props) {
  if (kase.status === "loading") {
    return (
      <Stack p="md" aria-hidden="true">
        {[90, 60, 120].map((height) => (
          <Skeleton key={height} height={height} />
        ))}
      </Stack>
    );
  }
  if (!kase.value) {
    return (
      <Alert color={kase.status === "failed" ? "red" : "gray"} m="md" role="alert">
        <FormattedMessage id={kase.status === "failed" ? "console.caseFailed" : "console.noCase"} />
      </Alert>
    );
  }
  return (
    <>
      <CaseAccount head={head} value={kase.value} />
      <CaseDocuments head={head} value={kase.value} requests={kase.requests} step={step} onView={onView} />
      {head.topic === "RECOVERY" && <CaseDecision {...{ chat, head, step, viewing, onView }} value={kase.value} />}
    </>
  );
}
