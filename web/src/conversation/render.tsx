/** Puts a component on the page of a test, with the words of the chat. */
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { IntlProvider } from "react-intl";
import words from "../messages/en/conversation.json";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

export interface Rendered {
  readonly box: HTMLElement;
  readonly show: (node: ReactNode) => void;
  readonly unmount: () => void;
}

/** Renders; words of other areas may be added. */
export function render(node: ReactNode, more: Record<string, string> = {}): Rendered {
  const box = document.body.appendChild(document.createElement("div"));
  const root = createRoot(box);
  const show = (shown: ReactNode) =>
    act(() => {
      root.render(
        <IntlProvider locale="en" messages={{ ...words, ...more }}>
          {shown}
        </IntlProvider>,
      );
    });
  show(node);
  return {
    box,
    show,
    unmount() {
      act(() => root.unmount());
      box.remove();
    },
  };
}

/** Types into a field the way a browser tells React of it. */
export function type(field: HTMLTextAreaElement, text: string): void {
  act(() => {
    const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.bind(field);
    setter?.(text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** Presses a key in a field; tells whether the browser would still do its own. */
export function press(field: HTMLElement, key: string, init: KeyboardEventInit = {}): boolean {
  let untouched = true;
  act(() => {
    untouched = field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
  });
  return untouched;
}
