/** Whole seconds until an instant, 0 when it is past; counts down by itself. */
import { useEffect, useState } from "react";

export function useCountdown(until: string | null): number {
  const [now, setNow] = useState(() => Date.now());
  const left = until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const counting = left > 0;
  useEffect(() => {
    if (!counting) return;
    const look = () => setNow(Date.now());
    // At once too: since the last countdown ended nobody has looked at the clock.
    const soon = setTimeout(look, 0);
    const timer = setInterval(look, 1000);
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [until, counting]);
  return left;
}
