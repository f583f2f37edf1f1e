/** A word with a colour that says how things stand. The word says it too. */
import type { ReactNode } from "react";
import classes from "./tag.module.css";

export type Tone = "good" | "warn" | "bad" | "news" | "plain";

interface Props {
  readonly tone: Tone;
  readonly children: ReactNode;
}

export function Tag({ tone, children }: Props) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
