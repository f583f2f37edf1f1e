/** What the finder has to say: where the number lies, and what of it can still be seen. */
import { Button, Group, Loader, Text } from "@mantine/core";
import { FormattedMessage } from "react-intl";
import type { Covers } from "../covers";
import type { Size } from "../rectangle";
import { hiddenOfKept, leftVisible, type FoundNumber } from "./numbers";
import { ranges } from "./ranges";
import type { Finder } from "./use-finder";
import classes from "./finder-note.module.css";

interface Props {
  readonly finder: Finder;
  readonly covers: Covers;
  readonly size: Size;
  /** Lays the covers where the number was found. */
  readonly onSnap: () => void;
}

export function FinderNote({ finder, covers, size, onSnap }: Props) {
  const { finding, begin } = finder;
  if (finding.at === "off") return null;
  return (
    <div className={classes.note} data-testid="finder" data-at={finding.at} role="status" aria-live="polite">
      {finding.at === "found" ? (
        <Found number={finding.found.number} covers={covers} size={size} onSnap={onSnap} />
      ) : (
        <Group gap="xs" wrap="nowrap" align="center">
          {(finding.at === "loading" || finding.at === "looking") && <Loader size={16} aria-hidden />}
          <Text size="sm" c="dimmed">
            <FormattedMessage id={`cover.finder.${finding.at}`} />
          </Text>
          {finding.at === "asking" && (
            <Button size="xs" variant="default" onClick={begin} style={{ flex: "none" }}>
              <FormattedMessage id="cover.finder.begin" />
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}

interface FoundProps extends Omit<Props, "finder"> {
  readonly number: FoundNumber;
}

/** Found: well covered, or which digits are not as they have to be, with the way to put it right. */
function Found({ number, covers, size, onSnap }: FoundProps) {
  const windows = covers.mode === "windows";
  const visible = windows ? [] : leftVisible(number, covers.list, size);
  const hidden = windows ? [] : hiddenOfKept(number, covers.list, size);
  const last = number.places.length - 4;
  const well = visible.length === 0 && hidden.length === 0;
  return (
    <Group gap="xs" align="center">
      <Text size="sm" {...(classes.words && { className: classes.words })} data-well={well}>
        {visible.length > 0 && (
          <FormattedMessage id="cover.finder.visible" values={{ digits: ranges(visible), count: visible.length }} />
        )}{" "}
        {hidden.length > 0 && <FormattedMessage id="cover.finder.hidden" values={{ digits: ranges(hidden), count: hidden.length }} />}
        {well && (
          <FormattedMessage
            id={windows ? "cover.finder.foundWindows" : "cover.finder.found"}
            values={{ from: 5, to: last, count: number.places.length }}
          />
        )}
      </Text>
      {!well && (
        <Button size="xs" variant="default" onClick={onSnap}>
          <FormattedMessage id="cover.finder.snap" />
        </Button>
      )}
    </Group>
  );
}
