/** What colleagues left for each other, oldest first, and what the customer thought of it all. */
import { FormattedDate, FormattedMessage, useIntl } from "react-intl";
import caseClasses from "../case.module.css";
import type { BesideValue } from "./use-beside";
import classes from "./notes.module.css";

export function NotesTab({ value }: { readonly value: BesideValue | null }) {
  const intl = useIntl();
  if (!value) return null;
  return (
    <section className={caseClasses.section} aria-label={intl.formatMessage({ id: "desk.notes" })}>
      {value.notes.length === 0 && (
        <p className={caseClasses.note}>
          <FormattedMessage id="desk.notes.none" />
        </p>
      )}
      <ul className={classes.notes}>
        {value.notes.map((note) => (
          <li key={note.id} className={classes.note}>
            <p className={classes.by}>
              <strong>{note.mine ? <FormattedMessage id="conversation.you" /> : note.authorName}</strong>{" "}
              <time dateTime={note.createdAt}>
                <FormattedDate value={note.createdAt} day="numeric" month="short" hour="2-digit" minute="2-digit" />
              </time>
            </p>
            <p className={classes.body} dir="auto">
              {note.body}
            </p>
          </li>
        ))}
      </ul>
      {typeof value.rating === "number" && <Rating rating={value.rating} comment={value.ratingComment} />}
    </section>
  );
}

function Rating({ rating, comment }: { readonly rating: number; readonly comment: string }) {
  return (
    <div className={classes.rating}>
      <p className={classes.by}>
        <strong>
          <FormattedMessage id="desk.rating" values={{ rating }} />
        </strong>{" "}
        <span aria-hidden="true">
          {"★".repeat(rating)}
          {"☆".repeat(5 - rating)}
        </span>
      </p>
      {comment !== "" && (
        <p className={classes.body} dir="auto">
          {comment}
        </p>
      )}
    </div>
  );
}
