/**
 * The console's keys. Those with Alt or Mod work everywhere but in a dialog; single
 * letters only where nobody is typing. Letters are told by their place on the
 * keyboard, so that they are the same under every layout.
 */
import { useEffect, useRef } from "react";

/** Lines of the checklist that have a key. */
export const checks = ["1", "2", "3", "4", "5", "6"] as const;

export type KeyName =
  "command" | "next" | "previous" | "take" | "reply" | "note" | "resolve" | "canned" | "documents" | "check" | "help" | "escape";

/** Of the keys that are the same on every computer; Mod is ⌘ on a Mac and Ctrl elsewhere. */
const mod = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl+";

/** What is written in the help, by name. */
export const keyLabels: Readonly<Record<KeyName | "send", string>> = {
  command: `${mod}K`,
  next: "Alt+J",
  previous: "Alt+K",
  take: "T",
  reply: "Alt+L",
  note: "Alt+P",
  send: `${mod}Enter`,
  canned: "/",
  resolve: "Alt+E",
  documents: "D",
  check: "1–6",
  help: "?",
  escape: "Esc",
};

const withAlt: Readonly<Record<string, KeyName>> = {
  KeyJ: "next",
  KeyK: "previous",
  KeyL: "reply",
  KeyP: "note",
  KeyE: "resolve",
};

const alone: Readonly<Record<string, KeyName>> = { KeyT: "take", KeyD: "documents" };

/** What a key press means here, if anything. */
export function keyName(e: KeyboardEvent): KeyName | null {
  if (e.defaultPrevented || e.isComposing) return null;
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return null;
  if (e.ctrlKey || e.metaKey) return e.code === "KeyK" && !e.altKey && !e.shiftKey ? "command" : null;
  if (e.altKey) return withAlt[e.code] ?? null;
  if (e.key === "Escape") return "escape";
  if (isTyping(e.target)) return null;
  if (e.key === "?") return "help";
  if (e.key === "/") return "canned";
  if (e.shiftKey) return null;
  if ((checks as readonly string[]).includes(e.key)) return "check";
  return alone[e.code] ?? null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

/** Calls what belongs to a key; names without an act do what the browser does. */
export function useKeys(acts: Partial<Record<KeyName, (key: string) => void>>): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const name = keyName(e);
      const act = name && latest.current[name];
      if (!act) return;
      e.preventDefault();
      act(e.key);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
