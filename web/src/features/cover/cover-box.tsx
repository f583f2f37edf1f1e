/** One cover or window on the picture, with what it can be held by. */
import type { KeyboardEvent } from "react";
import { useIntl } from "react-intl";
import { windowFits, type Act, type Covers } from "./covers";
import { actOf } from "./keys";
import { percents, type Rectangle, type Size } from "./rectangle";
import type { Dragging } from "./use-drag";
import classes from "./cover-editor.module.css";

interface Props {
  readonly rectangle: Rectangle;
  readonly index: number;
  readonly covers: Covers;
  readonly size: Size;
  readonly drag: Dragging;
  readonly onAct: (act: Act) => void;
}

export function CoverBox({ rectangle: r, index, covers, size, drag, onAct }: Props) {
  const intl = useIntl();
  const held = covers.held === index;
  const name = intl.formatMessage(
    { id: covers.mode === "covers" ? "cover.name" : index === 0 ? "cover.window.first" : "cover.window.last" },
    { number: index + 1, count: covers.list.length },
  );
  const where = intl.formatMessage({ id: "cover.where" }, percents(r));
  const fits = covers.mode === "covers" || windowFits(r, size);

  const onKeyDown = (event: KeyboardEvent) => {
    const what = actOf(event, index);
    if (!what) return;
    event.preventDefault();
    onAct(what);
  };

  return (
    <div
      className={classes.box}
      style={{
        left: `${r.x * 100}%`,
        top: `${r.y * 100}%`,
        width: `${r.width * 100}%`,
        height: `${r.height * 100}%`,
        transform: `rotate(${r.angle}deg)`,
      }}
      role="button"
      tabIndex={0}
      aria-roledescription={intl.formatMessage({ id: covers.mode === "covers" ? "cover.role.cover" : "cover.role.window" })}
      aria-label={`${name}. ${where}${fits ? "" : ` ${intl.formatMessage({ id: "cover.window.shape" })}`}`}
      aria-pressed={held}
      data-mode={covers.mode}
      data-held={held || undefined}
      data-bad={!fits || undefined}
      data-testid={`cover-${index}`}
      onFocus={() => onAct({ do: "hold", index })}
      onKeyDown={onKeyDown}
      onPointerDown={(e) => drag.begin(e, "move", index)}
    >
      {covers.mode === "windows" && <span className={classes.label}>{name}</span>}
      {held && (
        <>
          <span className={classes.corner} onPointerDown={(e) => drag.begin(e, "corner", index)} aria-hidden />
          <span className={classes.knob} onPointerDown={(e) => drag.begin(e, "turn", index)} aria-hidden />
        </>
      )}
    </div>
  );
}
