/** A small chart of bars; the figures stand in a table for whoever does not see it. */
import classes from "./board.module.css";

export interface Bar {
  readonly label: string;
  readonly value: number;
}

interface Props {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const height = 64;
const step = 12;

export function Bars({ title, bars }: Props) {
  const most = Math.max(1, ...bars.map((b) => b.value));
  return (
    <figure className={classes.chart}>
      <figcaption>
        {title} <span className={classes.quiet}>{bars.reduce((sum, b) => sum + b.value, 0)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${bars.length * step} ${height}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {bars.map((b, i) => {
          const tall = b.value === 0 ? 1 : Math.max(3, (b.value / most) * height);
          return (
            <rect
              key={b.label}
              x={i * step + 1.5}
              y={height - tall}
              width={step - 3}
              height={tall}
              data-last={i === bars.length - 1 || undefined}
            />
          );
        })}
      </svg>
      <table className={classes.unseen}>
        <caption>{title}</caption>
        <tbody>
          {bars.map((b) => (
            <tr key={b.label}>
              <th scope="row">{b.label}</th>
              <td>{b.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
