/** How long somebody has waited, in words and in colour. */
import { useCallback } from "react";
import { useIntl } from "react-intl";

const minute = 60_000;

/** From 5 minutes on a wait is long, from 15 on too long. */
export function urgency(waited: number): "fine" | "long" | "late" {
  if (waited >= 15 * minute) return "late";
  return waited >= 5 * minute ? "long" : "fine";
}

/** "now", "4 min", "2 h", then the day: short, for a narrow column. */
export function useAgo(): (since: string, now: number) => string {
  const intl = useIntl();
  return useCallback(
    (since, now) => {
      const waited = now - Date.parse(since);
      const unit = (value: number, name: string) =>
        intl.formatNumber(value, { style: "unit", unit: name, unitDisplay: "short" });
      if (waited < minute) return intl.formatMessage({ id: "console.now" });
      if (waited < 60 * minute) return unit(Math.floor(waited / minute), "minute");
      if (waited < 24 * 60 * minute) return unit(Math.floor(waited / (60 * minute)), "hour");
      return intl.formatDate(since, { day: "numeric", month: "short" });
    },
    [intl],
  );
}
