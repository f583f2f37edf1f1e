/** The supervisor's board: what waits, who works, what is late, what wants a decision, what customers think. */
import { Alert, Loader } from "@mantine/core";
import { FormattedMessage, FormattedNumber, useIntl } from "react-intl";
import { Presence } from "../team/presence";
import { useNow } from "../use-now";
import { useAgo } from "../wait";
import { Bars } from "./bars";
import { type BoardValue, useBoard } from "./use-board";
import classes from "./board.module.css";

interface Props {
  readonly onOpen: (id: string) => void;
}

export function Board({ onOpen }: Props) {
  const intl = useIntl();
  const { value, failed } = useBoard();
  return (
    <section className={classes.board} aria-label={intl.formatMessage({ id: "desk.board" })}>
      <h2 className={classes.title}>
        <FormattedMessage id="desk.board" />
      </h2>
      {failed && (
        <Alert color="red" role="alert">
          <FormattedMessage id="desk.board.failed" />
        </Alert>
      )}
      {value ? (
        <Figures value={value} onOpen={onOpen} />
      ) : (
        <Loader role="status" aria-label={intl.formatMessage({ id: "console.loading" })} />
      )}
    </section>
  );
}

function Figures({ value, onOpen }: Props & { readonly value: BoardValue }) {
  const intl = useIntl();
  const now = useNow(5_000);
  const ago = useAgo();
  const hours = (what: "opened" | "answered" | "resolved") => value.hours.map((h) => ({ label: intl.formatTime(h.from), value: h[what] }));
  const spread = value.ratings.spread.map((count, i) => ({ label: String(i + 1), value: count }));
  const { wait } = value;
  return (
    <>
      <dl className={classes.figures}>
        <Figure id="queue">{value.queueLength}</Figure>
        <Figure id="longest">{value.longestSince ? ago(value.longestSince, now) : "–"}</Figure>
        <Figure id="wait">
          {wait ? <FormattedMessage id="desk.board.minutes" values={{ from: wait.fromMinutes, to: wait.toMinutes }} /> : "–"}
        </Figure>
        <Figure id="active">{value.active}</Figure>
        <Figure id="held">{value.onHold}</Figure>
        <Figure id="rating">
          {typeof value.ratings.average === "number" ? <FormattedNumber value={value.ratings.average} maximumFractionDigits={1} /> : "–"}
        </Figure>
      </dl>
      <div className={classes.charts}>
        {(["opened", "answered", "resolved"] as const).map((what) => (
          <Bars key={what} title={intl.formatMessage({ id: `desk.board.${what}` })} bars={hours(what)} />
        ))}
        <Bars title={intl.formatMessage({ id: "desk.board.ratings" })} bars={spread} />
      </div>
      <div className={classes.lists}>
        <div>
          <h3>
            <FormattedMessage id="desk.board.team" />
          </h3>
          <ul className={classes.rows}>
            {value.operators.map((c) => (
              <li key={c.id} className={classes.colleague}>
                <Presence state={c.state} />
                <span>
                  {c.name}{" "}
                  <span className={classes.quiet}>
                    <FormattedMessage id={`desk.state.${c.state}`} />
                    {c.state === "AWAY" && c.reason !== "" && `: ${c.reason}`}
                  </span>
                </span>
                <span className={classes.load}>
                  <FormattedMessage id="desk.load" values={{ open: c.open, capacity: c.capacity, held: c.held }} />
                </span>
              </li>
            ))}
          </ul>
        </div>
        <Cases id="late" rows={value.late.map((l) => ({ ...l.conversation, due: l.target.dueAt, late: l.late }))} onOpen={onOpen} />
        <Cases id="approvals" rows={value.approvals} onOpen={onOpen} />
      </div>
    </>
  );
}

function Figure({ id, children }: { readonly id: string; readonly children: React.ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>
        <FormattedMessage id={`desk.board.${id}`} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

interface CasesProps extends Props {
  readonly id: "late" | "approvals";
  readonly rows: readonly {
    readonly id: string;
    readonly customerName: string;
    readonly ownerName: string;
    readonly due?: string;
    readonly late?: boolean;
  }[];
}

function Cases({ id, rows, onOpen }: CasesProps) {
  const intl = useIntl();
  return (
    <div>
      <h3>
        <FormattedMessage id={`desk.board.${id}`} values={{ count: rows.length }} />
      </h3>
      {rows.length === 0 && (
        <p className={classes.quiet}>
          <FormattedMessage id="desk.board.none" />
        </p>
      )}
      <ul className={classes.rows}>
        {rows.map((c) => (
          <li key={`${c.id} ${c.due ?? ""}`}>
            <button type="button" className={classes.case} data-late={c.late || undefined} onClick={() => onOpen(c.id)}>
              <span>{c.customerName || intl.formatMessage({ id: "console.noName" })}</span>
              <span className={classes.quiet}>
                {c.ownerName}
                {c.due && <FormattedMessage id="desk.board.due" values={{ time: intl.formatTime(c.due), late: c.late ? "yes" : "no" }} />}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
