/** Whose account it is, as far as an operator may know. */
import { FormattedDate, FormattedMessage } from "react-intl";
import type { Conversation } from "../conversation/types";
import { ProofBadge } from "./pane-head";
import { Tag } from "./tag";
import type { Case } from "./use-case";
import classes from "./case.module.css";

interface Props {
  readonly head: Conversation;
  readonly value: Case;
}

export function CaseAccount({ head, value }: Props) {
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>
        <FormattedMessage id="console.account" />
      </h3>
      <dl className={classes.facts}>
        <dt>
          <FormattedMessage id="console.account.name" />
        </dt>
        <dd>{value.accountName || <FormattedMessage id="console.none" />}</dd>
        <dt>
          <FormattedMessage id="console.account.email" />
        </dt>
        <dd className={classes.breakable}>{value.accountEmail}</dd>
        <dt>
          <FormattedMessage id="console.account.since" />
        </dt>
        <dd>
          <FormattedDate value={value.accountSince} dateStyle="medium" />
        </dd>
        <dt>
          <FormattedMessage id="console.account.proof" />
        </dt>
        <dd>
          <ProofBadge proof={head.proof} />
        </dd>
        {value.recoveryState && (
          <>
            <dt>
              <FormattedMessage id="console.account.recovery" />
            </dt>
            <dd>
              <FormattedMessage id={`console.recovery.${value.recoveryState}`} />
            </dd>
            <dt>
              <FormattedMessage id="console.account.signIn" />
            </dt>
            <dd>
              <Tag tone={value.signedIn ? "good" : "bad"}>
                <FormattedMessage id={value.signedIn ? "console.signedIn.yes" : "console.signedIn.no"} />
              </Tag>
            </dd>
          </>
        )}
      </dl>
      <h4 className={classes.subheading}>
        <FormattedMessage id="console.cards" values={{ count: value.cards.length }} />
      </h4>
      {value.cards.length === 0 ? (
        <p className={classes.note}>
          <FormattedMessage id="console.noCards" />
        </p>
      ) : (
        <ul className={classes.cards}>
          {value.cards.map((card) => (
            <li key={`${card.networkName} ${card.first4} ${card.last4}`}>
              <span>{card.networkName}</span>{" "}
              <span className={classes.digits}>
                {card.first4} •••• •••• {card.last4}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
