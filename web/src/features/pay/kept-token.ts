/**
 * The secret of the payment's link. It leaves the address bar at once and stays in
 * this tab, so that a reload, a sign-in or the way back from the e-wallet finds the
 * payment again. It goes with the tab.
 */
import { useEffect, useState } from "react";
import { cleanAddress, tokenIn } from "../../shared/link/token";

const name = "walletdesk.payment";

function kept(): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null; // storage is off: the link itself still works
  }
}

function keep(token: string): void {
  try {
    sessionStorage.setItem(name, token);
  } catch {
    // Storage is off: a reload will ask for the link again.
  }
}

/** The token of the link that opened the page, else of the payment this tab was at; null for none. */
export function usePaymentToken(): string | null {
  const [token, setToken] = useState(() => tokenIn(window.location.hash) ?? kept());
  useEffect(() => {
    const take = () => {
      const next = tokenIn(window.location.hash);
      if (next === null) return;
      keep(next);
      cleanAddress();
      setToken(next);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);
  return token;
}
