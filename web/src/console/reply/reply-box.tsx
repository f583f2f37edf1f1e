/**
 * Where an operator writes: to the customer or, in another colour, a note for
 * colleagues. Both have a draft of their own in each conversation, and so does the
 * choice between them. A reply waits 5 seconds in the post room before it goes.
 */
import { type ReactNode, type Ref, useImperativeHandle, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { longest } from "../../conversation/composer";
import { browserKeep } from "../../conversation/keep";
import type { Conversation } from "../../conversation/types";
import { useDraft } from "../../conversation/use-draft";
import { CannedDialog } from "./canned-dialog";
import { Field } from "./field";
import { HeldReplies } from "./held-replies";
import { type ReplyMode, useReplyMode } from "./reply-mode";
import { useAddNote } from "./use-add-note";
import { useHeld } from "./use-held";
import { useSlash } from "./use-slash";
import classes from "./reply.module.css";

/** What keys do with it. */
export interface ReplyActs {
  /** Goes to the field in a mode. */
  focus: (mode: ReplyMode) => void;
  /** Begins a slash. */
  slash: () => void;
  /** Leaves the field; false when it was not there. */
  leave: () => boolean;
}

interface Props {
  readonly head: Conversation;
  readonly ref: Ref<ReplyActs>;
  /** Whether the operator may write to the customer now. */
  readonly canReply: boolean;
  /** What stands in the place of the reply where it can't be written. */
  readonly instead: ReactNode;
  /** Something to know before writing. */
  readonly hint?: ReactNode;
  /** What stands in the reply after a key, "" when none is written; a note is nobody's but the colleagues'. */
  readonly onWriting: (text: string) => void;
  readonly onNoted: () => void;
}

export function ReplyBox({ head, ref, canReply, instead, hint, onWriting, onNoted }: Props) {
  const intl = useIntl();
  const name = head.customerName || intl.formatMessage({ id: "console.noName" });
  const [mode, setMode] = useReplyMode(head.id);
  const [reply, setReply] = useDraft(browserKeep, head.id);
  const [note, setNote] = useDraft(browserKeep, `${head.id}.note`);
  const field = useRef<HTMLTextAreaElement>(null);
  const [managing, setManaging] = useState(false);
  const adding = useAddNote(head.id);
  const post = useHeld(head.id);
  const write = (next: string) => {
    setReply(next);
    onWriting(next);
  };
  const choose = (next: ReplyMode) => {
    if (next === "note") onWriting("");
    setMode(next);
  };
  const slash = useSlash({ field, text: reply, onText: write, locale: head.locale, customer: head.customerName });
  const [text, setText] = mode === "reply" ? [reply, write] : [note, setNote];
  const length = Array.from(text.trim()).length;

  const send = async () => {
    if (length === 0 || length > longest || adding.busy) return;
    if (mode === "reply") {
      post.send(text.trim());
      write("");
    } else if (await adding.add(text.trim())) {
      setNote("");
      onNoted();
    }
    field.current?.focus();
  };
  useImperativeHandle(ref, () => ({
    focus(next) {
      choose(next);
      requestAnimationFrame(() => field.current?.focus()); // once the mode's field is there
    },
    slash() {
      setMode("reply");
      if (reply.trim() === "") setReply("/");
      requestAnimationFrame(() => {
        field.current?.focus();
        slash.look();
      });
    },
    leave() {
      if (document.activeElement !== field.current) return false;
      field.current?.blur();
      return true;
    },
  }));
  return (
    <div className={classes.box} data-mode={mode}>
      {post.held.length > 0 && (
        <HeldReplies
          held={post.held}
          name={name}
          onGo={post.go}
          onTakeBack={(clientId) => {
            const body = post.takeBack(clientId);
            if (body === null) return;
            setReply(reply === "" ? body : `${body}\n${reply}`);
            setMode("reply");
            requestAnimationFrame(() => field.current?.focus());
          }}
        />
      )}
      <Modes mode={mode} onMode={choose} hint={hint} />
      {mode === "reply" && !canReply ? (
        <div className={classes.instead}>{instead}</div>
      ) : (
        <Field
          ref={field}
          mode={mode}
          name={name}
          text={text}
          length={length}
          busy={adding.busy}
          slash={mode === "reply" ? slash : null}
          onText={setText}
          onSend={() => void send()}
          onManage={() => setManaging(true)}
        />
      )}
      {managing && <CannedDialog locale={head.locale} onClose={() => setManaging(false)} />}
    </div>
  );
}

interface ModesProps {
  readonly mode: ReplyMode;
  readonly onMode: (mode: ReplyMode) => void;
  readonly hint: ReactNode;
}

function Modes({ mode, onMode, hint }: ModesProps) {
  const intl = useIntl();
  return (
    <div className={classes.modes}>
      <div role="group" aria-label={intl.formatMessage({ id: "desk.mode" })}>
        {(["reply", "note"] as const).map((name) => (
          <button key={name} type="button" className={classes.mode} aria-pressed={mode === name} onClick={() => onMode(name)}>
            <FormattedMessage id={`desk.mode.${name}`} />
          </button>
        ))}
      </div>
      <span className={classes.hint}>{mode === "note" ? <FormattedMessage id="desk.notes.private" /> : hint}</span>
    </div>
  );
}
