/**
 * The desk of an operator: nav | lists | thread | case. Under 1200 px the case is a
 * drawer, under 768 px the lists and the thread take turns.
 */
import { useDisclosure, useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Operator } from "./console-app";
import { ConversationPane, type PaneActs } from "./conversation-pane";
import { DeskContext } from "./desk-context";
import { Help } from "./help";
import { attention, neighbour, type ListName } from "./lists";
import { ListsColumn } from "./lists-column";
import { Nav } from "./nav";
import { Notice, useNotice } from "./notice";
import { useKeys } from "./use-keys";
import { useLists } from "./use-lists";
import { useOpenId } from "./use-open-id";
import classes from "./desk.module.css";

interface Props {
  readonly operator: Operator;
  /** The session may be another one now, or none. */
  readonly onSignInChanged: () => void;
}

export function Desk({ operator, onSignInChanged }: Props) {
  const intl = useIntl();
  const supervisor = operator.role === "SUPERVISOR";
  const live = useLists(supervisor);
  const [openId, open] = useOpenId();
  const [chosen, setList] = useState<ListName | null>(null);
  // After a reload the list is the one the open conversation is in.
  const list = chosen ?? (live.lists.mine.items.some((c) => c.id === openId) ? "mine" : "queue");
  const [help, helpActs] = useDisclosure(false);
  const [notice, tellNotice] = useNotice();
  const pane = useRef<PaneActs>(null);
  const wide = useMediaQuery("(min-width: 1200px)", true);
  const count = attention(live.lists, openId);
  useDocumentTitle(intl.formatMessage({ id: "console.pageTitle" }, { count }));

  const go = (step: 1 | -1) => {
    const next = neighbour(live.lists[list], openId, step);
    if (next) open(next);
  };
  useKeys({
    next: () => go(1),
    previous: () => go(-1),
    take: () => pane.current?.take(),
    composer: () => pane.current?.focus(),
    resolve: () => pane.current?.resolve(),
    documents: () => pane.current?.documents(),
    help: helpActs.toggle,
    escape: () => pane.current?.escape(),
  });

  return (
    <DeskContext value={{ operator, supervisor, tell: tellNotice, onSignInChanged }}>
      <div className={classes.desk} data-open={openId ? true : undefined}>
        <Nav operator={operator} onHelp={helpActs.open} />
        <main className={classes.main}>
          <h1 className={classes.unseen}>
            <FormattedMessage id="console.title" />
          </h1>
          <ListsColumn live={live} list={list} onList={setList} openId={openId} onOpen={open} />
          <div className={classes.stage}>
            {openId ? (
              <ConversationPane
                key={openId}
                ref={pane}
                id={openId}
                wide={wide}
                onClose={() => open(null)}
                onTaken={() => setList("mine")}
              />
            ) : (
              <p className={classes.empty}>
                <FormattedMessage id={live.lists.queue.total > 0 ? "console.chooseOne" : "console.nothingOpen"} />
              </p>
            )}
          </div>
        </main>
        <Notice notice={notice} />
        <Help opened={help} onClose={helpActs.close} />
      </div>
    </DeskContext>
  );
}
