/**
 * The keys 1 to 6 tick the checklist of an open dialog, where the console's own keys
 * are off. Told by their place on the keyboard.
 */
import { useEffect, useRef } from "react";

/** Which of the digits a key press means here, 0 for none. */
export function digitOf(e: KeyboardEvent): number {
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.isComposing || e.repeat) return 0;
  const { target } = e;
  if (target instanceof HTMLElement && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return 0;
  return Number(/^(?:Digit|Numpad)([1-6])$/.exec(e.code)?.[1] ?? 0);
}

export function useDigits(on: boolean, onDigit: (digit: number) => void): void {
  const latest = useRef(onDigit);
  useEffect(() => {
    latest.current = onDigit;
  });
  useEffect(() => {
    if (!on) return undefined;
    const onKey = (e: KeyboardEvent) => {
      const digit = digitOf(e);
      if (digit === 0) return;
      e.preventDefault();
      latest.current(digit);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [on]);
}
