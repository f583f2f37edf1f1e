/** Everything the command bar offers now. */
import type { IntlShape } from "react-intl";
import type { PaneActs } from "../conversation-pane";
import { type Entry, type ListName, type Lists } from "../lists";
import { keyLabels } from "../use-keys";
import type { Command } from "./command-bar";

interface Deps {
  readonly intl: IntlShape;
  readonly pane: PaneActs | null;
  readonly lists: Lists;
  readonly onList: (list: ListName) => void;
  readonly onOpen: (id: string) => void;
  readonly takeNext: () => void;
  readonly help: () => void;
  /** For supervisors only. */
  readonly board: (() => void) | null;
}

export function commandsOf(deps: Deps): readonly Command[] {
  return [...ofPane(deps), ...ofDesk(deps), ...conversations(deps)];
}

function ofPane({ intl, pane }: Deps): readonly Command[] {
  if (!pane?.head) return [];
  const { may, head } = pane;
  const name = head.customerName || intl.formatMessage({ id: "console.noName" });
  const command = (id: string, run: () => void, keys?: string): Command => ({
    id,
    label: intl.formatMessage({ id: `desk.command.${id}` }, { name }),
    ...(keys ? { keys } : {}),
    run,
  });
  return [
    ...(head.state === "QUEUED" ? [command("take", () => void pane.take(), keyLabels.take)] : []),
    command("reply", pane.reply, keyLabels.reply),
    command("note", pane.note, keyLabels.note),
    ...(may.resolve ? [command("canned", pane.slash, keyLabels.canned)] : []),
    ...(may.hold ? [command("hold", () => void pane.hold())] : []),
    ...(may.transfer ? [command("transfer", () => pane.setOver("transfer"))] : []),
    ...(may.takeOver ? [command("takeOver", () => void pane.takeOver())] : []),
    ...(may.resolve ? [command("resolve", () => pane.setOver("resolve"), keyLabels.resolve)] : []),
    command("labels", () => pane.setOver("labels")),
    command("case", () => pane.show("case")),
    command("documents", () => pane.show("documents"), keyLabels.documents),
    command("notes", () => pane.show("notes")),
    command("log", () => pane.show("log")),
  ];
}

function ofDesk({ intl, takeNext, onList, help, board }: Deps): readonly Command[] {
  const command = (id: string, run: () => void, keys?: string): Command => ({
    id,
    label: intl.formatMessage({ id: `desk.command.${id}` }),
    ...(keys ? { keys } : {}),
    run,
  });
  return [
    command("takeNext", takeNext, keyLabels.take),
    command("listMine", () => onList("mine")),
    command("listQueue", () => onList("queue")),
    command("listAll", () => onList("all")),
    ...(board ? [command("board", board)] : []),
    command("help", help, keyLabels.help),
  ];
}

function conversations({ intl, lists, onOpen }: Deps): readonly Command[] {
  const byId = new Map<string, Entry>();
  for (const c of [...lists.mine.items, ...lists.queue.items, ...lists.all.items]) byId.set(c.id, c);
  return [...byId.values()].map((c) => ({
    id: c.id,
    label: c.customerName || intl.formatMessage({ id: "console.noName" }),
    detail: [intl.formatMessage({ id: `console.topic.${c.topic}` }), c.preview, ...(c.labels ?? [])]
      .filter((part) => part !== "")
      .join(" · "),
    run: () => onOpen(c.id),
  }));
}
