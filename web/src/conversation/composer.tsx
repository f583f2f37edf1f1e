/**
 * Where a message is written.
 *
 * Props:
 * - `conversationId`, `keep`: the draft belongs to the conversation and survives a reload.
 * - `onSend(text)`: called with 1 to 4,000 characters.
 * - `onWriting(text)`: what stands in the field after a key, "" once it was sent.
 * - `label`: names the field for a screen reader; `placeholder` and `sendLabel` say who gets it.
 * - `inputRef`: for a key that leads here.
 *
 * Enter sends and Shift+Enter begins a line; on a touch screen Enter begins a line.
 * Ctrl+Enter and ⌘+Enter send everywhere. Nothing typed is lost when it can't be sent.
 */
import { type KeyboardEvent, type RefObject, useRef } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { SendIcon } from "./icons";
import { browserKeep, type Keep } from "./keep";
import { asksForSecret } from "./secrets";
import { useDraft } from "./use-draft";
import classes from "./composer.module.css";

/** Characters of a message at most, as the server counts them: code points. */
export const longest = 4_000;
/** From here on the counter is shown. */
export const countFrom = 3_500;

export interface ComposerProps {
  readonly conversationId: string;
  readonly onSend: (text: string) => void;
  readonly onWriting?: (text: string) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly sendLabel: string;
  readonly keep?: Keep;
  readonly inputRef?: RefObject<HTMLTextAreaElement | null>;
}

/** Each conversation has a composer of its own, with its own draft. */
export function Composer(props: ComposerProps) {
  return <OneComposer key={props.conversationId} {...props} />;
}

function OneComposer({ conversationId, onSend, onWriting, label, placeholder, sendLabel, keep = browserKeep, inputRef }: ComposerProps) {
  const intl = useIntl();
  const own = useRef<HTMLTextAreaElement>(null);
  const field = inputRef ?? own;
  const [text, setText] = useDraft(keep, conversationId);
  const length = Array.from(text.trim()).length;
  const tooLong = length > longest;

  const send = () => {
    if (length === 0 || tooLong) return;
    onSend(text.trim());
    setText("");
    onWriting?.("");
    field.current?.focus();
  };

  return (
    <form
      className={classes.composer}
      onSubmit={(e) => {
        e.preventDefault();
        send();
      }}
    >
      {asksForSecret(text) && (
        <p className={classes.warning} role="alert">
          <FormattedMessage id="conversation.secretWarning" />
        </p>
      )}
      <div className={classes.line}>
        <textarea
          ref={field}
          className={classes.input}
          rows={1}
          dir="auto"
          value={text}
          aria-label={label}
          aria-invalid={tooLong || undefined}
          placeholder={placeholder}
          autoComplete="off"
          onChange={(e) => {
            setText(e.target.value);
            onWriting?.(e.target.value);
          }}
          onKeyDown={(e) => {
            if (!sends(e)) return;
            e.preventDefault();
            send();
          }}
        />
        <button type="submit" className={classes.send} disabled={length === 0 || tooLong} aria-label={sendLabel} title={sendLabel}>
          <SendIcon size={18} />
        </button>
      </div>
      {length >= countFrom && (
        <p className={classes.count} data-bad={tooLong || undefined} aria-live="polite">
          {intl.formatMessage({ id: tooLong ? "conversation.tooLong" : "conversation.count" }, { length, longest })}
        </p>
      )}
    </form>
  );
}

/** Whether a key means "send": never while an input method is composing. */
export function sends(e: KeyboardEvent): boolean {
  if (e.key !== "Enter" || e.nativeEvent.isComposing) return false;
  if (e.ctrlKey || e.metaKey) return true;
  return !e.shiftKey && !e.altKey && !window.matchMedia("(pointer: coarse)").matches;
}
