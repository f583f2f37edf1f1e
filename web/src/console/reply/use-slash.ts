/** The slash in a field: what it offers, which is marked, and what its keys do. */
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useDesk } from "../desk-context";
import { type Canned, filled, offered, replaceSlash, slashAt } from "./canned";

interface Options {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly locale: string;
  readonly customer: string;
}

export interface SlashMenu {
  readonly id: string;
  readonly open: boolean;
  readonly replies: readonly Canned[];
  readonly active: number;
  readonly names: { readonly customer: string; readonly operator: string };
  readonly everyLanguage: boolean;
  readonly setEveryLanguage: (on: boolean) => void;
  readonly choose: (reply: Canned) => void;
  /** The caret has moved or the text has changed. */
  readonly look: () => void;
  /** Whether the key was the menu's. */
  readonly press: (e: KeyboardEvent) => boolean;
  readonly close: () => void;
}

export function useSlash({ field, text, onText, locale, customer }: Options): SlashMenu {
  const { canned, operator } = useDesk();
  const id = useId();
  const [caret, setCaret] = useState(-1);
  const [marked, setMarked] = useState(0);
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const [everyLanguage, setEveryLanguage] = useState(false);
  const slash = caret < 0 ? null : slashAt(text, caret);
  const open = slash !== null && closedAt !== text.slice(0, slash.from + 1);
  const replies = open ? offered(canned.all, slash.query, locale, everyLanguage) : [];
  const active = Math.min(marked, replies.length - 1);
  const names = { customer, operator: operator.name };
  const close = () => {
    if (slash) setClosedAt(text.slice(0, slash.from + 1));
  };
  const choose = (reply: Canned) => {
    if (!slash) return;
    const next = replaceSlash(text, slash, caret, filled(reply.body, names));
    onText(next.text);
    setCaret(-1);
    const box = field.current;
    box?.focus();
    requestAnimationFrame(() => box?.setSelectionRange(next.caret, next.caret)); // once the text is there
  };
  const look = () => {
    const box = field.current;
    if (!box || !slashAt(box.value, box.selectionStart)) setClosedAt(null);
    setCaret(box && box.selectionStart === box.selectionEnd ? box.selectionStart : -1);
    setMarked(0);
  };
  const press = (e: KeyboardEvent): boolean => {
    if (!open || e.nativeEvent.isComposing) return false;
    const chosen = replies[active];
    if (e.key === "Escape") close();
    else if (e.key === "ArrowDown" && chosen) setMarked((active + 1) % replies.length);
    else if (e.key === "ArrowUp" && chosen) setMarked((active + replies.length - 1) % replies.length);
    else if (e.key === "Enter" && !e.ctrlKey && !e.metaKey && !e.shiftKey && chosen) choose(chosen);
    else return false;
    return true;
  };
  return { id, open, replies, active, names, everyLanguage, setEveryLanguage, choose, look, press, close };
}
