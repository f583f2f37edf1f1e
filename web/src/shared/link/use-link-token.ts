/** The token of the mail's link that opened the page, or that is opened in it later. */
import { useEffect, useState } from "react";
import { cleanAddress, tokenIn } from "./token";

export function useLinkToken(): readonly [string | null, (token: string | null) => void] {
  const [token, setToken] = useState(() => tokenIn(window.location.hash));
  useEffect(() => {
    const take = () => {
      const next = tokenIn(window.location.hash);
      cleanAddress();
      if (next !== null) setToken(next);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);
  return [token, setToken];
}
