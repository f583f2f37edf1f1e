/** Every step and every conversation, found by typing. */
import { Kbd, Modal } from "@mantine/core";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { matching } from "./match";
import classes from "./command.module.css";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  /** The keys that do the same. */
  readonly keys?: string;
  readonly run: () => void;
}

interface Props {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

/** So many are drawn: whoever wants another types on. */
const shown = 50;

export function CommandBar({ commands, onClose }: Props) {
  const intl = useIntl();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [marked, setMarked] = useState(0);
  const found = matching(commands, typed).slice(0, shown);
  const active = Math.min(marked, found.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" }); // gives a promise in some browsers
  }, [active]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    setTimeout(command.run); // once the bar has given the focus back
  };
  const onKey = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return;
    if (e.key === "ArrowDown") setMarked(Math.min(active + 1, found.length - 1));
    else if (e.key === "ArrowUp") setMarked(Math.max(active - 1, 0));
    else if (e.key === "Enter") run(found[active]);
    else return;
    e.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12dvh"
      title={intl.formatMessage({ id: "desk.command" })}
      classNames={{ header: classes.unseen ?? "" }}
      transitionProps={{ duration: 0 }}
    >
      <input
        className={classes.input}
        type="text"
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-label={intl.formatMessage({ id: "desk.command" })}
        placeholder={intl.formatMessage({ id: "desk.command.placeholder" })}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(e) => {
          setTyped(e.currentTarget.value);
          setMarked(0);
        }}
        onKeyDown={onKey}
        data-autofocus
      />
      <div ref={list} id={id} role="listbox" aria-label={intl.formatMessage({ id: "desk.command" })} className={classes.list}>
        {found.map((command, i) => (
          // The input keeps the focus and has the keys: what is marked by them is told by aria-activedescendant.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={command.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            className={classes.option}
            onMouseDown={(e) => e.preventDefault()}
            onMouseMove={() => setMarked(i)}
            onClick={() => run(command)}
          >
            <span className={classes.text}>
              <span dir="auto">{command.label}</span>
              {command.detail && (
                <span className={classes.detail} dir="auto">
                  {command.detail}
                </span>
              )}
            </span>
            {command.keys && <Kbd size="xs">{command.keys}</Kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className={classes.none} role="status">
          <FormattedMessage id="desk.command.none" />
        </p>
      )}
    </Modal>
  );
}
