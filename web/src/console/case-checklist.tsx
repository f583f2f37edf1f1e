/** The six points of the checklist, to be ticked with the mouse or the keys 1 to 6. */
import { Checkbox, Kbd } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { Case, CheckLine } from "./use-case";
import { useDigits } from "./use-digits";
import classes from "./checklist.module.css";

interface Props {
  readonly value: Case;
  /** The lines with the ticks to be shown. */
  readonly lines: readonly CheckLine[];
  /** Called to tick or untick; absent where the ticks are only to be read. */
  readonly onSet?: (line: CheckLine, ticked: boolean) => void;
  readonly inDialog?: boolean;
}

export function Checklist({ value, lines, onSet, inDialog = false }: Props) {
  const intl = useIntl();
  const needed = lines.filter((line) => line.needed);
  const set = (line: CheckLine | undefined) => {
    if (line && onSet && (line.shown || line.ticked)) onSet(line, !line.ticked);
  };
  useDigits(inDialog && onSet !== undefined, (digit) => set(lines[digit - 1]));
  return (
    <fieldset className={classes.list} data-testid="checklist">
      <legend className={classes.legend}>
        <FormattedMessage id="console.checklist" values={{ done: needed.filter((line) => line.ticked && line.shown).length, of: needed.length }} />
      </legend>
      {lines.map((line, i) => (
        <div key={line.point} className={classes.line} data-point={line.point} data-needed={line.needed}>
          <Checkbox
            size="sm"
            className={classes.box ?? ""}
            label={<FormattedMessage id={`console.point.${line.point}`} />}
            description={<Beside line={line} cards={value.cards.length} />}
            checked={line.ticked}
            disabled={!onSet || (!line.shown && !line.ticked)}
            data-check={onSet && !inDialog ? i + 1 : undefined}
            aria-keyshortcuts={onSet ? String(i + 1) : undefined}
            onChange={() => set(line)}
          />
          {onSet && (
            <Kbd size="xs" className={classes.key ?? ""} aria-hidden="true" title={intl.formatMessage({ id: "console.checklist.key" }, { key: i + 1 })}>
              {i + 1}
            </Kbd>
          )}
        </div>
      ))}
    </fieldset>
  );
}

/** Who ticked a point, or why it can't or need not be. */
function Beside({ line, cards }: { readonly line: CheckLine; readonly cards: number }) {
  const intl = useIntl();
  if (line.ticked && line.by && line.at) {
    return <FormattedMessage id="console.tickedBy" values={{ name: line.by, time: intl.formatTime(line.at) }} />;
  }
  if (line.shown) return null;
  return <FormattedMessage id={`console.point.${line.point}.not`} values={{ cards }} />;
}
