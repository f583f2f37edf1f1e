/**
 * The desk of an operator: nav | lists | thread | case. Under 1200 px the case is a
 * drawer, under 768 px the lists and the thread take turns.
 */
import { useDisclosure, useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { use, useMemo, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ChatSource } from "../conversation/use-conversation";
import { Board } from "./board/board";
import { type Command, CommandBar } from "./command/command-bar";
import { commandsOf } from "./command/commands";
import type { Operator } from "./console-app";
import { ConversationPane, type PaneActs } from "./conversation-pane";
import { DeskConnection } from "./desk-connection";
import { DeskContext, type DeskValue } from "./desk-context";
import { Help } from "./help";
import { attention, labelsIn, neighbour, type ListName } from "./lists";
import { ListsColumn } from "./lists-column";
import { Nav } from "./nav";
import { Notice, useNotice } from "./notice";
import { useCanned } from "./reply/use-canned";
import { useTeam } from "./team/use-team";
import { useAlive } from "./use-alive";
import { useKeys } from "./use-keys";
import { useLists } from "./use-lists";
import { boardId, useOpenId } from "./use-open-id";
import { useTakeNext } from "./use-take-next";
import classes from "./desk.module.css";

interface Props {
  readonly operator: Operator;
  /** The session may be another one now, or none. */
  readonly onSignInChanged: () => void;
}

export function Desk({ operator, onSignInChanged }: Props) {
  const intl = useIntl();
  const source = use(ChatSource);
  if (!source) throw new Error("the desk needs a ChatSource around it");
  const supervisor = operator.role === "SUPERVISOR";
  const { bell, postRoom } = useAlive(source);
  const live = useLists(supervisor, bell, () => undefined);
  const team = useTeam(operator.id);
  const canned = useCanned();
  const [shown, open] = useOpenId();
  const onBoard = supervisor && shown === boardId;
  const openId = shown === boardId ? null : shown;
  const [chosen, setList] = useState<ListName | null>(null);
  // After a reload the list is the one the open conversation is in.
  const list = chosen ?? (live.lists.mine.items.some((c) => c.id === openId) ? "mine" : "queue");
  const [help, helpActs] = useDisclosure(false);
  const [commands, setCommands] = useState<readonly Command[] | null>(null);
  const [notice, tell] = useNotice();
  const pane = useRef<PaneActs>(null);
  const wide = useMediaQuery("(min-width: 1200px)", true);
  const count = attention(live.lists, openId);
  useDocumentTitle(intl.formatMessage({ id: "console.pageTitle" }, { count }));

  const taken = (id: string) => {
    setList("mine");
    open(id);
  };
  const next = useTakeNext(tell, taken);
  const go = (step: 1 | -1) => {
    const id = neighbour(live.lists[list], openId, step);
    if (id) open(id);
  };
  const take = () => void (pane.current?.head?.state === "QUEUED" ? pane.current.take() : next.takeNext());
  const command = () =>
    setCommands(
      commandsOf({
        intl,
        pane: pane.current,
        lists: live.lists,
        onList: setList,
        onOpen: open,
        takeNext: () => void next.takeNext(),
        help: helpActs.open,
        board: supervisor ? () => open(boardId) : null,
      }),
    );
  useKeys({
    command,
    next: () => go(1),
    previous: () => go(-1),
    take,
    reply: () => pane.current?.reply(),
    note: () => pane.current?.note(),
    canned: () => pane.current?.slash(),
    resolve: () => {
      if (pane.current?.may.resolve) pane.current.setOver("resolve");
    },
    documents: () => pane.current?.show("documents"),
    check: (key) => pane.current?.check(Number(key)),
    help: helpActs.toggle,
    escape: () => pane.current?.escape(),
  });

  const value = useMemo<DeskValue>(
    () => ({ operator, supervisor, team, canned, postRoom, bell, tell, onSignInChanged }),
    [operator, supervisor, team, canned, postRoom, bell, tell, onSignInChanged],
  );
  const knownLabels = useMemo(() => labelsIn(live.lists), [live.lists]);
  return (
    <DeskContext value={value}>
      <div className={classes.desk} data-open={onBoard ? "board" : openId ? "pane" : undefined}>
        <Nav
          onHelp={helpActs.open}
          onCommand={command}
          onBoard={supervisor ? () => open(onBoard ? null : boardId) : null}
          board={onBoard}
        />
        <main className={classes.main}>
          <h1 className={classes.unseen}>
            <FormattedMessage id="console.title" />
          </h1>
          <DeskConnection source={source} />
          <ListsColumn
            live={live}
            list={list}
            onList={setList}
            openId={openId}
            onOpen={open}
            taking={next.busy}
            onTakeNext={() => void next.takeNext()}
          />
          <div className={classes.stage}>
            {onBoard ? (
              <Board onOpen={open} />
            ) : openId ? (
              <ConversationPane
                key={openId}
                ref={pane}
                id={openId}
                wide={wide}
                knownLabels={knownLabels}
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
        {commands && <CommandBar commands={commands} onClose={() => setCommands(null)} />}
      </div>
    </DeskContext>
  );
}
