/** How the socket stands, and an end to one that has fallen silent. */
import type { Client } from "graphql-ws";
import type { Changing, Connection } from "./source";

/** A pong that takes longer than this means that nobody is there any more, in milliseconds. */
const pongWithin = 5_000;

/** What it needs of the graphql-ws client. */
export type Watched = Pick<Client, "on" | "terminate">;

/** Watches the socket as long as the page lives. */
export function watchSocket(socket: Watched, page: Window = window): Changing<Connection> {
  let state: Connection = page.navigator.onLine ? "connecting" : "offline";
  let open = false;
  const listeners = new Set<() => void>();
  const set = (next: Connection) => {
    if (next === state) return;
    state = next;
    listeners.forEach((listener) => listener());
  };
  const closed = () => {
    open = false;
    set(page.navigator.onLine ? "reconnecting" : "offline");
  };
  socket.on("connected", () => {
    open = true;
    set("connected");
  });
  socket.on("closed", (event) => {
    // 1000 is our own: nobody follows anything, so nothing is amiss.
    const code = (event as CloseEvent | undefined)?.code;
    if (code === 1000) open = false;
    else closed();
  });
  page.addEventListener("offline", closed);
  page.addEventListener("online", () => {
    if (state === "offline") set(open ? "connected" : "reconnecting");
  });
  endWhenSilent(socket);
  return {
    value: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What is told with a ping by the server: how far each followed conversation has come. */
export function onReached(socket: Watched, id: string, reached: (seq: number) => void): () => void {
  return socket.on("ping", (received, payload) => {
    const latest = received ? (payload?.["latest"] as Record<string, unknown> | undefined) : undefined;
    const seq = latest?.[id];
    if (typeof seq === "number") reached(seq);
  });
}

/** A phone that changed networks has a socket that looks open: a ping without an answer ends it. */
function endWhenSilent(socket: Watched): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  socket.on("ping", (received) => {
    if (received) return; // the server's: answered by the library
    clearTimeout(timer);
    timer = setTimeout(() => socket.terminate(), pongWithin);
  });
  socket.on("pong", (received) => {
    if (received) clearTimeout(timer);
  });
  socket.on("closed", () => clearTimeout(timer));
}
