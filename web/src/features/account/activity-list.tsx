/** What was done with the account, in sentences, newest first. */
import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { groupActivity, type Entry } from "./group-activity";
import classes from "./account.module.css";

/** So many are shown at first. */
const first = 6;

export function ActivityList({ entries }: { readonly entries: readonly Entry[] }) {
  const [all, setAll] = useState(false);
  const groups = groupActivity(entries);
  if (groups.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        <FormattedMessage id="account.activity.none" />
      </Text>
    );
  }
  return (
    <Stack gap="xs" align="flex-start">
      <ul className={classes.activity} data-testid="activity">
        {(all ? groups : groups.slice(0, first)).map((group) => (
          <Line key={`${group.at} ${group.action}`} entry={group} times={group.times} />
        ))}
      </ul>
      {!all && groups.length > first && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          <FormattedMessage id="account.activity.more" values={{ count: groups.length - first }} />
        </Button>
      )}
    </Stack>
  );
}

function Line({ entry, times }: { readonly entry: Entry; readonly times: number }) {
  const intl = useIntl();
  const id = `account.activity.${entry.action}`;
  const values = Object.fromEntries(entry.detail.map(({ name, value }) => [name, value]));
  const what = id in intl.messages ? intl.formatMessage({ id }, { last4: "", network: "", ...values }) : intl.formatMessage({ id: "account.activity.other" });
  return (
    <li>
      <span>
        {what}
        {times > 1 && <span className={classes.times}> × {times}</span>}
      </span>
      <time dateTime={entry.at}>{intl.formatDate(entry.at, { dateStyle: "medium", timeStyle: "short" })}</time>
    </li>
  );
}
