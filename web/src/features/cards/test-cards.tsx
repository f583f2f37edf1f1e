/** The public test numbers and what development's issuer says to them. A wallet that serves people has none. */
import { Anchor, Code, Group, Stack, Text } from "@mantine/core";
import { FormattedMessage, useIntl } from "react-intl";
import type { TestCardFragment } from "../../gql/graphql";
import classes from "./cards.module.css";

interface Props {
  readonly cards: readonly TestCardFragment[];
  readonly onUse: (number: string) => void;
}

export function TestCards({ cards, onUse }: Props) {
  const intl = useIntl();
  return (
    <details className={classes.testCards} data-testid="test-cards">
      <summary>
        <FormattedMessage id="cards.test.title" />
      </summary>
      <Stack gap={4} mt="xs" component="ul" className={classes.list ?? ""}>
        {cards.map(({ digits, outcome }) => (
          <li key={digits}>
            <Group gap="xs">
              <Anchor component="button" type="button" onClick={() => onUse(digits)} aria-label={intl.formatMessage({ id: "cards.test.use" }, { number: digits })}>
                <Code className={classes.digits ?? ""}>{digits}</Code>
              </Anchor>
              <Text size="sm">
                <FormattedMessage id={`cards.test.${outcome}`} />
              </Text>
            </Group>
          </li>
        ))}
      </Stack>
    </details>
  );
}
