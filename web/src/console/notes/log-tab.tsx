/** What happened in the conversation, without what was said, latest first. */
import { Button } from "@mantine/core";
import { FormattedDate, FormattedMessage, useIntl } from "react-intl";
import { sentenceOf } from "../../conversation/facts";
import type { Chat } from "../../conversation/use-conversation";
import caseClasses from "../case.module.css";
import classes from "./notes.module.css";

export function LogTab({ chat }: { readonly chat: Pick<Chat, "messages" | "hasOlder" | "loadingOlder" | "loadOlder"> }) {
  const intl = useIntl();
  const facts = chat.messages.filter((m) => m.kind !== "TEXT").toReversed();
  return (
    <section className={caseClasses.section} aria-label={intl.formatMessage({ id: "desk.log" })}>
      <ol className={classes.log}>
        {facts.map((fact) => {
          const { id, values } = sentenceOf(fact, "OPERATOR");
          return (
            <li key={fact.seq}>
              <time dateTime={fact.createdAt}>
                <FormattedDate value={fact.createdAt} day="numeric" month="short" hour="2-digit" minute="2-digit" />
              </time>
              <span>{intl.formatMessage({ id }, values)}</span>
            </li>
          );
        })}
      </ol>
      {facts.length === 0 && !chat.hasOlder && (
        <p className={caseClasses.note}>
          <FormattedMessage id="desk.log.none" />
        </p>
      )}
      {chat.hasOlder && (
        <Button mt="sm" size="compact-sm" variant="default" loading={chat.loadingOlder} onClick={chat.loadOlder}>
          <FormattedMessage id="desk.log.older" />
        </Button>
      )}
    </section>
  );
}
