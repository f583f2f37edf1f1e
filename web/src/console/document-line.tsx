/** In the thread: a picture came in, and a way to see it. */
import { Button } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import { Fact } from "../conversation/thread";
import { detailOf, type Message } from "../conversation/types";
import { PictureIcon } from "./icons";
import classes from "./desk.module.css";

interface Props {
  readonly message: Message;
  readonly onOpen: (documentId: string) => void;
}

export function DocumentLine({ message, onOpen }: Props) {
  return (
    <div className={classes.documentLine}>
      <Fact message={message} side="OPERATOR" />
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<PictureIcon />}
        onClick={() => onOpen(detailOf(message, "documentId"))}
      >
        <FormattedMessage id="console.document.open" />
      </Button>
    </div>
  );
}
