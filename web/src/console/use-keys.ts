/**
 * The console's keys. Those with Alt work everywhere but in a dialog; single
 * letters only where nobody is typing. Keys are told by their place on the
 * keyboard, so that they are the same under every layout.
 */
import { useEffect, useRef } from "react";

export type KeyName = "next" | "previous" | "take" | "composer" | "resolve" | "documents" | "help" | "escape";

/** What is written in the help, by name. */
export const keyLabels: Readonly<Record<KeyName, string>> = {
  next: "Alt+J",
  previous: "Alt+K",
  take: "T",
  composer: "Alt+L",
  resolve: "Alt+E",
  documents: "D",
  help: "?",
  escape: "Esc",
};

const withAlt: Readonly<Record<string, KeyName>> = {
  KeyJ: "next",
  KeyK: "previous",
  KeyL: "composer",
  KeyE: "resolve",
};

/** What a key press means here, if anything. */
export function keyName(e: KeyboardEvent): KeyName | null {
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.isComposing) return null;
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return null;
  if (e.altKey) return withAlt[e.code] ?? null;
  if (e.key === "Escape") return "escape";
  if (isTyping(e.target)) return null;
  if (e.key === "?") return "help";
  if (e.shiftKey) return null;
  return e.code === "KeyT" ? "take" : e.code === "KeyD" ? "documents" : null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** Calls what belongs to a key; names without an act do what the browser does. */
export function useKeys(acts: Partial<Record<KeyName, () => void>>): void {
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
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
