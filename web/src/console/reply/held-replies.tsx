/** Replies that can still be taken back, with the seconds that are left. */
import { Button } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import { useNow } from "../use-now";
import type { Held } from "./post-room";
import classes from "./reply.module.css";

interface Props {
  readonly held: readonly Held[];
  readonly name: string;
  readonly onTakeBack: (clientId: string) => void;
  readonly onGo: (clientId: string) => void;
}

export function HeldReplies({ held, name, onTakeBack, onGo }: Props) {
  const now = useNow(500);
  return (
    <ul className={classes.held}>
      {held.map((entry) => (
        <li key={entry.clientId}>
          <span className={classes.heldText} dir="auto">
            <strong>
              <FormattedMessage id="desk.held" values={{ name, seconds: Math.max(1, Math.ceil((entry.goesAt - now) / 1000)) }} />
            </strong>{" "}
            {entry.body}
          </span>
          <Button size="compact-sm" variant="light" onClick={() => onTakeBack(entry.clientId)}>
            <FormattedMessage id="desk.undo" />
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onGo(entry.clientId)}>
            <FormattedMessage id="desk.sendNow" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
