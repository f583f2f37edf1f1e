/** What all pages of a recovery have around them: the heading, the steps, the way out. */
import { Paper, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ways, type Progress } from "./stage";
import classes from "./recovery.module.css";

interface Props {
  /** The page's name in the catalogue: recovery.<name>.title. */
  readonly name: string;
  readonly progress: Progress | null;
  readonly children: ReactNode;
}

export function Frame({ name, progress, children }: Props) {
  const intl = useIntl();
  const title = intl.formatMessage({ id: `recovery.${name}.title` });
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // A new step begins at its heading, for eyes and ears; the first page leaves the focus alone.
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [title]);
  return (
    <Stack className={classes.page ?? ""} gap="md" data-testid={`recovery-${name}`}>
      {progress && <Steps progress={progress} />}
      <Paper withBorder radius="md" p={{ base: "md", sm: "xl" }}>
        <Stack>
          <Title order={1} size="h2" ref={heading} tabIndex={-1} className={classes.heading ?? ""}>
            {title}
          </Title>
          {children}
        </Stack>
      </Paper>
    </Stack>
  );
}

function Steps({ progress: { way, behind } }: { readonly progress: Progress }) {
  const intl = useIntl();
  return (
    <div>
      <ol className={classes.steps} aria-label={intl.formatMessage({ id: "recovery.steps" })}>
        {ways[way].map((step, i) => (
          <li
            key={step}
            className={classes.step}
            data-state={i < behind ? "done" : i === behind ? "now" : "later"}
            aria-current={i === behind ? "step" : undefined}
          >
            <span className={classes.bar} aria-hidden />
            <Text span size="xs">
              <FormattedMessage id={`recovery.step.${step}`} />
            </Text>
          </li>
        ))}
      </ol>
    </div>
  );
}
