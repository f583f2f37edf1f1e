/** A card's number: recognised, grouped and never fought over while it is typed. */
import { TextInput } from "@mantine/core";
import { useLayoutEffect, useRef } from "react";
import { useIntl } from "react-intl";
import { regrouped } from "./caret";
import { cobadgesOf, doubtful, networkOf } from "./networks";
import classes from "./card.module.css";

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  /** Takes the focus when it appears: the step before asked for it. */
  readonly focused?: boolean;
}

export function NumberField({ value, onChange, error, focused = false }: Props) {
  const intl = useIntl();
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current !== null && document.activeElement === input.current) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [value]);
  useLayoutEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);
  return (
    <TextInput
      ref={input}
      name="number"
      inputMode="numeric"
      autoComplete="cc-number"
      spellCheck={false}
      label={intl.formatMessage({ id: "cards.add.number" })}
      description={<span data-testid="network">{useRecognised(value)}</span>}
      inputWrapperOrder={["label", "input", "description", "error"]}
      classNames={{ input: classes.number ?? "", description: classes.hint ?? "" }}
      value={value}
      error={error}
      onChange={(event) => {
        const { value: now, selectionStart } = event.currentTarget;
        const forward = (event.nativeEvent as InputEvent).inputType === "deleteContentForward";
        const edit = regrouped(value, { value: now, caret: selectionStart ?? now.length }, forward);
        caret.current = edit.caret;
        onChange(edit.value);
        // Nothing new to draw, a space for example: React puts the value back, and the caret at its end.
        if (edit.value === value) queueMicrotask(() => input.current?.setSelectionRange(edit.caret, edit.caret));
      }}
    />
  );
}

/** What can be told of a number so far; always a line, so that nothing jumps. */
function useRecognised(number: string): string {
  const intl = useIntl();
  const network = networkOf(number);
  if (!network) return intl.formatMessage({ id: "cards.add.numberHint" });
  if (doubtful(number)) return intl.formatMessage({ id: "cards.add.doubtful" }, { network: network.name });
  const others = cobadgesOf(number);
  if (others.length === 0) return network.name;
  return intl.formatMessage({ id: "cards.add.cobadged" }, { network: network.name, others: intl.formatList(others) });
}
