/** The case beside the thread: Case · Documents · Notes · Log. */
import { Alert, Skeleton, Stack, Tabs } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { Conversation } from "../conversation/types";
import type { Chat } from "../conversation/use-conversation";
import { CaseAccount } from "./case-account";
import { CaseDecision } from "./case-decision";
import { CaseDocuments } from "./case-documents";
import { CaseSignals } from "./case-signals";
import { LogTab } from "./notes/log-tab";
import { NotesTab } from "./notes/notes-tab";
import type { LiveBeside } from "./notes/use-beside";
import type { Case, LiveCase } from "./use-case";
import type { Step } from "./use-step";
import classes from "./case.module.css";

export const caseTabs = ["case", "documents", "notes", "log"] as const;
export type CaseTab = (typeof caseTabs)[number];

interface Props {
  readonly chat: Chat;
  readonly head: Conversation;
  readonly kase: LiveCase;
  readonly beside: LiveBeside;
  readonly step: Step;
  readonly tab: CaseTab;
  readonly onTab: (tab: CaseTab) => void;
  /** Whether a document is before the operator's eyes, over all of this. */
  readonly viewing: boolean;
  readonly onView: (documentId: string) => void;
}

export function CasePanel({ chat, head, kase, beside, step, tab, onTab, viewing, onView }: Props) {
  const intl = useIntl();
  const counts = {
    case: 0,
    documents: (kase.value?.documents.length ?? 0) + kase.requests.length,
    notes: beside.value?.notes.length ?? 0,
    log: 0,
  };
  return (
    <Tabs value={tab} onChange={(value) => onTab((value ?? "case") as CaseTab)} keepMounted={false} className={classes.tabs ?? ""}>
      <Tabs.List grow aria-label={intl.formatMessage({ id: "console.case" })} className={classes.tabList ?? ""}>
        {caseTabs.map((name) => (
          <Tabs.Tab key={name} value={name} px={8}>
            <FormattedMessage id={`desk.tab.${name}`} values={{ count: counts[name] }} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="case">
        <WithCase kase={kase}>
          {(value) => (
            <>
              <CaseAccount head={head} value={value} />
              {head.topic === "RECOVERY" && <CaseSignals value={value} />}
              {head.topic === "RECOVERY" && <CaseDecision {...{ chat, head, step, viewing, onView, value }} />}
            </>
          )}
        </WithCase>
      </Tabs.Panel>
      <Tabs.Panel value="documents">
        <WithCase kase={kase}>
          {(value) => <CaseDocuments head={head} value={value} requests={kase.requests} step={step} onView={onView} />}
        </WithCase>
      </Tabs.Panel>
      <Tabs.Panel value="notes">
        <NotesTab value={beside.value} />
      </Tabs.Panel>
      <Tabs.Panel value="log">
        <LogTab chat={chat} />
      </Tabs.Panel>
    </Tabs>
  );
}

function WithCase({ kase, children }: { readonly kase: LiveCase; readonly children: (value: Case) => React.ReactNode }) {
  if (kase.value) return children(kase.value);
  if (kase.status === "loading") {
    return (
      <Stack p="md" aria-hidden="true">
        {[90, 60, 120].map((height) => (
          <Skeleton key={height} height={height} />
        ))}
      </Stack>
    );
  }
  return (
    <Alert color={kase.status === "failed" ? "red" : "gray"} m="md" role="alert">
      <FormattedMessage id={kase.status === "failed" ? "console.caseFailed" : "console.noCase"} />
    </Alert>
  );
}
