/** Mine · Queue · All, each with its count and its rows. */
import { Alert, Button, Skeleton, Tabs, Tooltip } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import { ListRow } from "./list-row";
import { type ListName } from "./lists";
import { keyLabels } from "./use-keys";
import type { ListsHere } from "./use-lists";
import { useNow } from "./use-now";
import classes from "./lists-column.module.css";

interface Props {
  readonly live: ListsHere;
  readonly list: ListName;
  readonly onList: (list: ListName) => void;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  readonly taking: boolean;
  readonly onTakeNext: () => void;
}

const names: readonly ListName[] = ["mine", "queue", "all"];

export function ListsColumn({ live, list, onList, openId, onOpen, taking, onTakeNext }: Props) {
  const intl = useIntl();
  return (
    <section className={classes.column} aria-label={intl.formatMessage({ id: "console.lists" })}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <FormattedMessage id="console.lists" />
        </h2>
        <Tooltip label={keyLabels.take}>
          <Button size="compact-sm" variant="light" loading={taking} disabled={live.lists.queue.total === 0} onClick={onTakeNext}>
            <FormattedMessage id="desk.takeNext" />
          </Button>
        </Tooltip>
      </div>
      <Tabs value={list} onChange={(value) => onList((value ?? "queue") as ListName)} keepMounted={false} className={classes.tabs ?? ""}>
        <Tabs.List grow>
          {names.map((name) => (
            <Tabs.Tab key={name} value={name}>
              <FormattedMessage id={`console.list.${name}`} />{" "}
              <span className={classes.count} data-some={live.lists[name].total > 0 || undefined}>
                {live.lists[name].total}
              </span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {names.map((name) => (
          <Tabs.Panel key={name} value={name} className={classes.panel ?? ""}>
            <Rows live={live} list={name} openId={openId} onOpen={onOpen} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}

function Rows({ live, list, openId, onOpen }: Omit<Props, "onList" | "taking" | "onTakeNext">) {
  const now = useNow();
  const { items, total } = live.lists[list];
  if (live.status === "loading") return <Loading />;
  return (
    <>
      {live.status === "failed" && (
        <Alert color="red" role="alert" radius={0}>
          <FormattedMessage id="console.listsFailed" />
        </Alert>
      )}
      {items.length === 0 ? (
        <p className={classes.empty}>
          <FormattedMessage id={`console.empty.${list}`} />
        </p>
      ) : (
        <ul className={classes.rows}>
          {items.map((c) => (
            <ListRow
              key={c.id}
              conversation={c}
              now={now}
              open={c.id === openId}
              proposed={live.proposed.has(c.id)}
              onOpen={() => onOpen(c.id)}
            />
          ))}
        </ul>
      )}
      {total > items.length && items.length > 0 && (
        <p className={classes.more}>
          <FormattedMessage id="console.more" values={{ shown: items.length, total }} />
        </p>
      )}
    </>
  );
}

function Loading() {
  return (
    <div className={classes.loading} aria-hidden="true">
      {[1, 2, 3, 4].map((n) => (
        <Skeleton key={n} height={58} radius="sm" />
      ))}
    </div>
  );
}
