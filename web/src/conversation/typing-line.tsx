/**
 * "Support is typing…", in a line that is always there, so that nothing moves when
 * somebody begins or stops.
 *
 * A customer who waits for an answer is told of it by a screen reader, politely and
 * once; an operator, who hears of it all day, only finds it when looking there.
 */
import { FormattedMessage } from "react-intl";
import type { Side } from "./thread";
import type { Typist } from "./typing";
import classes from "./typing-line.module.css";

export function TypingLine({ typing, side }: { readonly typing: Typist | null; readonly side: Side }) {
  return (
    <p className={classes.line} aria-live={side === "CUSTOMER" ? "polite" : "off"} data-testid="typing">
      {typing && (
        <span className={classes.text} dir="auto">
          <FormattedMessage
            id="conversation.typing"
            values={{ side, name: typing.name, named: typing.name === "" ? "no" : "yes" }}
          />
        </span>
      )}
    </p>
  );
}
