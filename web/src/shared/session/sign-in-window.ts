/**
 * Signing in again beside the page: the marketplace opens in a window of its own, which
 * tells through a channel of this site when it is done and closes. The page stays as it
 * is, with everything typed in it; nothing of that has to be stored anywhere.
 */
export const signInAddress = "/auth/customer/start?next=/signed-in";

/** Opens the window; call it from a click. Tells whether the browser allowed it. */
export function openSignIn(): boolean {
  return window.open(signInAddress, "walletdesk-customer-sign-in", "popup,width=480,height=680") !== null;
}

/** Calls back whenever some window of this browser has signed in; returns how to stop. */
export function onSignedIn(done: () => void): () => void {
  const channel = new BroadcastChannel("walletdesk");
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "object" && data !== null && "type" in data && data.type === "signed-in") done();
  };
  return () => channel.close();
}
