/** The field of a reply or a note, with its warning, its count and its button. */
import type { Ref } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { countFrom, longest, sends } from "../../conversation/composer";
import { asksForSecret } from "../../conversation/secrets";
import { CannedList, optionId } from "./canned-list";
import type { ReplyMode } from "./reply-mode";
import type { SlashMenu } from "./use-slash";
import classes from "./reply.module.css";

interface Props {
  readonly ref: Ref<HTMLTextAreaElement>;
  readonly mode: ReplyMode;
  readonly name: string;
  readonly text: string;
  /** Characters without the space around them. */
  readonly length: number;
  readonly busy: boolean;
  readonly slash: SlashMenu | null;
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
  readonly onManage: () => void;
}

export function Field({ ref, mode, name, text, length, busy, slash, onText, onSend, onManage }: Props) {
  const intl = useIntl();
  const label = intl.formatMessage({ id: mode === "reply" ? "console.replyTo" : "desk.noteOn" }, { name });
  const tooLong = length > longest;
  const menu = slash?.open ? slash : null;
  return (
    <form
      className={classes.form}
      onSubmit={(e) => {
        e.preventDefault();
        onSend();
      }}
    >
      {asksForSecret(text) && (
        <p className={classes.warning} role="alert">
          <FormattedMessage id={mode === "reply" ? "desk.secretWarning" : "desk.secretWarning.note"} />
        </p>
      )}
      <div
        onBlur={(e) => {
          if (!e.currentTarget.contains(e.relatedTarget)) slash?.close();
        }}
      >
        <textarea
          ref={ref}
          className={classes.input}
          rows={2}
          dir="auto"
          value={text}
          aria-label={label}
          aria-invalid={tooLong || undefined}
          aria-autocomplete={slash ? "list" : undefined}
          aria-controls={menu ? menu.id : undefined}
          aria-activedescendant={menu && menu.active >= 0 ? optionId(menu.id, menu.active) : undefined}
          placeholder={slash ? intl.formatMessage({ id: "desk.replyHint" }, { label }) : label}
          autoComplete="off"
          onChange={(e) => {
            onText(e.target.value);
            slash?.look();
          }}
          onSelect={() => slash?.look()}
          onKeyDown={(e) => {
            if (menu?.press(e)) {
              e.preventDefault();
              e.stopPropagation();
              return;
            }
            if (!sends(e)) return;
            e.preventDefault();
            onSend();
          }}
        />
        {menu && (
          <CannedList
            {...menu}
            onEveryLanguage={menu.setEveryLanguage}
            onChoose={menu.choose}
            onManage={() => {
              menu.close();
              onManage();
            }}
          />
        )}
      </div>
      <div className={classes.under}>
        <span className={classes.count} data-bad={tooLong || undefined} aria-live="polite">
          {length >= countFrom && intl.formatMessage({ id: tooLong ? "conversation.tooLong" : "conversation.count" }, { length, longest })}
        </span>
        <button type="submit" className={classes.send} disabled={length === 0 || tooLong || busy}>
          <FormattedMessage id={mode === "reply" ? "console.sendTo" : "desk.addNote"} values={{ name }} />
        </button>
      </div>
    </form>
  );
}
