/** The two doors of the server as the playground sees them. */
import type { Door } from "../shared/graphql/client";

interface Entrance {
  readonly path: string;
  /** Signs in and comes back here. */
  readonly signIn: string;
  readonly signOut: string;
  /** Asks who is signed in. */
  readonly who: string;
}

export const entrances: Readonly<Record<Door, Entrance>> = {
  customer: {
    path: "/graphql",
    signIn: "/auth/customer/start?next=/playground",
    signOut: "/auth/customer/signout",
    who: "{ viewer { name } }",
  },
  console: {
    path: "/console/graphql",
    signIn: "/auth/workforce/start?next=/playground",
    signOut: "/auth/workforce/signout",
    who: "{ operator { name } }",
  },
};

export const doors: readonly Door[] = ["customer", "console"];

const remembered = "playground:door";

/** The door the address names, or the one used last: a sign-in comes back without naming one. */
export function chosenDoor(search: string, kept: Pick<Storage, "getItem" | "setItem">): Door {
  const named = new URLSearchParams(search).get("door") ?? kept.getItem(remembered);
  const door = doors.find((d) => d === named) ?? "customer";
  kept.setItem(remembered, door);
  return door;
}

/** The name of whoever is signed in; null when nobody is. */
export async function whoIs(door: Door): Promise<string | null> {
  const answer = await fetch(entrances[door].path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: entrances[door].who }),
  });
  const body = (await answer.json()) as { data?: Partial<Record<string, { name: string } | null>> | null };
  return Object.values(body.data ?? {})[0]?.name ?? null;
}

/** Ends the session; the address to go on at. */
export async function signOut(door: Door): Promise<string> {
  const answer = await fetch(entrances[door].signOut, { method: "POST", credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`signing out: ${answer.status}`);
  const { next } = (await answer.json()) as { next: string };
  // At home there is nothing to see here; a provider wants to end its own session.
  return next.startsWith("/") ? "/playground" : next;
}
