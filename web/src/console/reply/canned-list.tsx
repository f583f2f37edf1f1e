/** What a slash offers, above the field; the keys are the field's. */
import { Checkbox } from "@mantine/core";
import { useEffect, useRef } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Canned, filled } from "./canned";
import classes from "./reply.module.css";

interface Props {
  readonly id: string;
  readonly replies: readonly Canned[];
  readonly active: number;
  readonly names: { readonly customer: string; readonly operator: string };
  readonly everyLanguage: boolean;
  readonly onEveryLanguage: (on: boolean) => void;
  readonly onChoose: (reply: Canned) => void;
  readonly onManage: () => void;
}

export const optionId = (list: string, index: number) => `${list}-${index}`;

export function CannedList({ id, replies, active, names, everyLanguage, onEveryLanguage, onChoose, onManage }: Props) {
  const intl = useIntl();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" }); // gives a promise in some browsers
  }, [active]);
  return (
    <div className={classes.canned}>
      <div ref={box} id={id} role="listbox" aria-label={intl.formatMessage({ id: "desk.canned" })} className={classes.cannedList}>
        {replies.map((r, i) => (
          // The field keeps the focus and has the keys: what is chosen by them is told by aria-activedescendant.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={`${r.shortcut} ${r.locale}`}
            id={optionId(id, i)}
            role="option"
            aria-selected={i === active}
            className={classes.cannedOption}
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => onChoose(r)}
          >
            <span className={classes.cannedName}>
              /{r.shortcut} <span className={classes.cannedLocale}>{r.locale}</span>
            </span>
            <span className={classes.cannedBody} lang={r.locale} dir="auto">
              {filled(r.body, names)}
            </span>
          </div>
        ))}
      </div>
      {replies.length === 0 && (
        <p className={classes.cannedNone} role="status">
          <FormattedMessage id="desk.canned.none" />
        </p>
      )}
      <div className={classes.cannedFoot}>
        <Checkbox
          size="xs"
          label={intl.formatMessage({ id: "desk.canned.everyLanguage" })}
          checked={everyLanguage}
          onChange={(e) => onEveryLanguage(e.currentTarget.checked)}
        />
        <button type="button" className={classes.cannedManage} onClick={onManage}>
          <FormattedMessage id="desk.canned.manage" />
        </button>
      </div>
    </div>
  );
}
