/** What the program's own records say beside the case, each in a sentence. */
import { FormattedMessage, useIntl } from "react-intl";
import { Tag } from "./tag";
import type { Case } from "./use-case";
import classes from "./case.module.css";

export function CaseSignals({ value }: { readonly value: Case }) {
  const intl = useIntl();
  const { signals } = value;
  return (
    <section className={classes.section} data-testid="signals">
      <h3 className={classes.heading}>
        <FormattedMessage id="console.signals" />
      </h3>
      {signals.length === 0 ? (
        <p className={classes.note}>
          <FormattedMessage id="console.noSignals" />
        </p>
      ) : (
        <>
          <ul className={classes.signals}>
            {signals.map((s) => (
              <li key={s.code}>
                <Tag tone="warn">
                  <FormattedMessage id={`console.signal.${s.code}`} />
                </Tag>
                <span>
                  <FormattedMessage
                    id={`console.signal.${s.code}.why`}
                    values={{ count: s.count, at: intl.formatDate(s.at, { dateStyle: "medium", timeStyle: "short" }) }}
                  />
                </span>
              </li>
            ))}
          </ul>
          <p className={classes.note}>
            <FormattedMessage id="console.signals.ask" />
          </p>
        </>
      )}
    </section>
  );
}
