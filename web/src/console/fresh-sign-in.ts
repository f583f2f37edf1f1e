/**
 * A fresh sign-in without leaving the page: the provider opens in a window of its
 * own, which tells through a channel of this site when it is done and closes.
 */
const address = "/auth/workforce/start?purpose=fresh&next=/console";

/** Opens the window and calls back once somebody has signed in; returns how to stop waiting. Call it from a click. */
export function signInFresh(done: () => void): () => void {
  const channel = new BroadcastChannel("walletdesk");
  channel.onmessage = (event: MessageEvent<unknown>) => {
    if (!isFreshSignIn(event.data)) return;
    channel.close();
    done();
  };
  window.open(address, "walletdesk-sign-in", "popup,width=480,height=640");
  return () => channel.close();
}

function isFreshSignIn(data: unknown): boolean {
  return typeof data === "object" && data !== null && "type" in data && data.type === "fresh-sign-in";
}
