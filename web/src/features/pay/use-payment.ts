/** The payment as it stands, asked for again as often as something may have happened elsewhere. */
import { useCallback, useEffect, useState } from "react";
import { useQuery, type CombinedError } from "urql";
import type { PaymentState, ShownPaymentFragment } from "../../gql/graphql";
import { useCountdown } from "../../shared/use-countdown";
import { PaymentNow } from "./operations";

/** Milliseconds between two looks; states that are not here have come to their end. */
const looks: Readonly<Partial<Record<PaymentState, number>>> = {
  OPEN: 15_000, // the shop may take it back
  AUTHORISING: 1_500,
  REDIRECTED: 4_000,
  AWAITING_CASH: 4_000,
};

export interface PaymentNowStanding {
  readonly status: "loading" | "failed" | "absent" | "ready";
  readonly payment: ShownPaymentFragment | null;
  readonly error: CombinedError | undefined;
  readonly refresh: () => void;
  /** Shows what a step answered, without waiting for the next look. */
  readonly show: (payment: ShownPaymentFragment) => void;
}

export function usePayment(token: string): PaymentNowStanding {
  const [{ data, error, fetching }, ask] = useQuery({ query: PaymentNow, variables: { token }, requestPolicy: "cache-and-network" });
  const [shown, setShown] = useState<{ readonly payment: ShownPaymentFragment; readonly over: unknown } | null>(null);
  // A step's answer is newer than what was asked for before it.
  const payment = shown && shown.over === data ? shown.payment : (data?.payment ?? null);
  const refresh = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const every = payment ? looks[payment.state] : undefined;

  useEffect(() => {
    if (every === undefined) return;
    const look = () => {
      if (document.visibilityState === "visible") refresh();
    };
    const timer = setInterval(look, every);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [every, refresh]);

  // Not before the next look, but in the moment its time is over.
  const ends = every === undefined ? null : (payment?.expiresAt ?? null);
  const over = useCountdown(ends) === 0;
  useEffect(() => {
    if (ends !== null && over) refresh();
  }, [ends, over, refresh]);

  const show = useCallback((next: ShownPaymentFragment) => setShown({ payment: next, over: data }), [data]);
  const status = payment ? "ready" : error ? "failed" : fetching || !data ? "loading" : "absent";
  return { status, payment, error, refresh, show };
}
