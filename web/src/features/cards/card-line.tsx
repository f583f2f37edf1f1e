/** One saved card, as far as anybody gets to see it again. */
import { Badge, Button, Group, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { SavedCardFragment } from "../../gql/graphql";
import { expiryOf, standingOf } from "./expiry";
import classes from "./cards.module.css";

interface Props {
  readonly card: SavedCardFragment;
  readonly onRename: () => void;
  /** Null when there is nothing to choose from. */
  readonly onDefault: (() => void) | null;
  readonly onDelete: () => void;
}

export function CardLine({ card, onRename, onDefault, onDelete }: Props) {
  const intl = useIntl();
  const name = { network: card.networkName, last4: card.last4 };
  const standing = standingOf(card);
  return (
    <li className={classes.card} data-testid="card" data-id={card.id} tabIndex={-1}>
      <div className={classes.face} aria-hidden>
        {card.networkName.slice(0, 1)}
      </div>
      <div className={classes.about}>
        <Text fw={600}>
          {card.networkName} <span className={classes.digits}>•••• {card.last4}</span>
        </Text>
        {card.name !== "" && <Text size="sm">{card.name}</Text>}
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            <FormattedMessage id="cards.expires" values={{ expiry: expiryOf(card) }} />
          </Text>
          {card.isDefault && onDefault !== null && (
            <Badge variant="light">
              <FormattedMessage id="cards.default" />
            </Badge>
          )}
          {standing !== null && (
            <Badge color={standing === "expired" ? "red" : "yellow"} variant="light">
              <FormattedMessage id={says[standing]} />
            </Badge>
          )}
        </Group>
      </div>
      <div className={classes.actions}>
        {!card.isDefault && !card.expired && onDefault !== null && (
          <Button variant="subtle" size="compact-sm" aria-label={intl.formatMessage({ id: "cards.makeDefaultNamed" }, name)} onClick={onDefault}>
            <FormattedMessage id="cards.makeDefault" />
          </Button>
        )}
        <Button variant="subtle" size="compact-sm" aria-label={intl.formatMessage({ id: "cards.renameNamed" }, name)} onClick={onRename}>
          <FormattedMessage id="cards.rename" />
        </Button>
        <Button variant="subtle" color="red" size="compact-sm" aria-label={intl.formatMessage({ id: "cards.deleteNamed" }, name)} onClick={onDelete}>
          <FormattedMessage id="cards.delete" />
        </Button>
      </div>
    </li>
  );
}

const says = { expired: "cards.expired", thisMonth: "cards.expiresThisMonth", soon: "cards.expiring" } as const;
