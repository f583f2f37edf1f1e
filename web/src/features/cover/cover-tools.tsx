/** The buttons under the picture, and the words a screen reader hears when something moved. */
import { ActionIcon, Button, Collapse, Group, VisuallyHidden } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { mostCovers, type Act, type Covers } from "./covers";
import { ArrowIcon, BinIcon, PlusIcon, SizeIcon, TurnIcon, ZoomIcon } from "./icons";
import { percents } from "./rectangle";
import classes from "./cover-editor.module.css";

interface Props {
  readonly covers: Covers;
  readonly onAct: (act: Act) => void;
  readonly onTurnPicture: () => void;
  /** null when there is no nearer or farther. */
  readonly onNearer: (() => void) | null;
  readonly onFarther: (() => void) | null;
}

export function CoverTools({ covers, onAct, onTurnPicture, onNearer, onFarther }: Props) {
  const [precise, setPrecise] = useState(false);
  const owns = covers.mode === "covers";
  return (
    <div className={classes.tools}>
      <Group gap="xs" wrap="wrap">
        {owns && (
          <Button
            size="sm"
            variant="default"
            leftSection={<PlusIcon />}
            disabled={covers.list.length >= mostCovers}
            onClick={() => onAct({ do: "add" })}
          >
            <FormattedMessage id="cover.add" />
          </Button>
        )}
        {owns && (
          <Tool name="cover.remove" onPress={covers.held >= 0 ? () => onAct({ do: "remove", index: covers.held }) : null}>
            <BinIcon />
          </Tool>
        )}
        <Tool name="cover.nearer" onPress={onNearer}>
          <ZoomIcon nearer />
        </Tool>
        <Tool name="cover.farther" onPress={onFarther}>
          <ZoomIcon nearer={false} />
        </Tool>
        <Tool name="cover.turnPicture" onPress={onTurnPicture}>
          <TurnIcon />
        </Tool>
        <Button size="sm" variant="subtle" aria-expanded={precise} onClick={() => setPrecise(!precise)}>
          <FormattedMessage id="cover.precise" />
        </Button>
      </Group>
      <Collapse in={precise}>
        <Precise covers={covers} onAct={onAct} />
      </Collapse>
      <Told covers={covers} />
    </div>
  );
}

/** How far a press goes, in fractions of the picture. */
const nudge = 0.005;

/** Everything a drag can do, by presses. */
function Precise({ covers, onAct }: Pick<Props, "covers" | "onAct">) {
  const index = covers.held;
  const press = (act: Act) => (index >= 0 ? () => onAct(act) : null);
  return (
    <Group gap={6} pt="xs" wrap="wrap">
      <Tool name="cover.left" onPress={press({ do: "move", index, dx: -nudge, dy: 0 })}>
        <ArrowIcon turned={180} />
      </Tool>
      <Tool name="cover.right" onPress={press({ do: "move", index, dx: nudge, dy: 0 })}>
        <ArrowIcon turned={0} />
      </Tool>
      <Tool name="cover.up" onPress={press({ do: "move", index, dx: 0, dy: -nudge })}>
        <ArrowIcon turned={270} />
      </Tool>
      <Tool name="cover.down" onPress={press({ do: "move", index, dx: 0, dy: nudge })}>
        <ArrowIcon turned={90} />
      </Tool>
      <Tool name="cover.wider" onPress={press({ do: "grow", index, dx: nudge, dy: 0 })}>
        <SizeIcon grow upright={false} />
      </Tool>
      <Tool name="cover.narrower" onPress={press({ do: "grow", index, dx: -nudge, dy: 0 })}>
        <SizeIcon grow={false} upright={false} />
      </Tool>
      <Tool name="cover.taller" onPress={press({ do: "grow", index, dx: 0, dy: nudge })}>
        <SizeIcon grow upright />
      </Tool>
      <Tool name="cover.flatter" onPress={press({ do: "grow", index, dx: 0, dy: -nudge })}>
        <SizeIcon grow={false} upright />
      </Tool>
      <Tool name="cover.turnLeft" onPress={press({ do: "turn", index, degrees: -1 })}>
        <TurnIcon left />
      </Tool>
      <Tool name="cover.turnRight" onPress={press({ do: "turn", index, degrees: 1 })}>
        <TurnIcon />
      </Tool>
    </Group>
  );
}

interface ToolProps {
  readonly name: string;
  readonly onPress: (() => void) | null;
  readonly children: ReactNode;
}

function Tool({ name, onPress, children }: ToolProps) {
  const label = useIntl().formatMessage({ id: name });
  return (
    <ActionIcon variant="default" size={40} aria-label={label} title={label} disabled={!onPress} onClick={onPress ?? undefined}>
      {children}
    </ActionIcon>
  );
}

/** Milliseconds of rest before a move is told: while dragging there is nothing to say. */
const rest = 500;

/** Tells where the held cover lies now, once it rests. */
function Told({ covers }: { readonly covers: Covers }) {
  const intl = useIntl();
  const held = covers.list[covers.held];
  const words = held
    ? intl.formatMessage({ id: "cover.where" }, percents(held))
    : intl.formatMessage({ id: "cover.count" }, { count: covers.list.length });
  const [told, setTold] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setTold(words), rest);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {told}
    </VisuallyHidden>
  );
}
