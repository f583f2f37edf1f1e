// The program's database beside it while it runs: read, or aged where a person would wait.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import type { Program } from "./program";

export async function withDatabase<T>(program: Program, read: (client: Client) => Promise<T>): Promise<T> {
  const host = readFileSync(join(program.data, "postgres/socket"), "utf8").trim();
  const client = new Client({ host, port: 5432, user: "walletdesk", database: "walletdesk" });
  await client.connect();
  try {
    return await read(client);
  } finally {
    await client.end();
  }
}

/** What the audit's record says was done, in order, each action once. */
export async function auditedActions(program: Program): Promise<string[]> {
  return withDatabase(program, async (client) => {
    const { rows } = await client.query<{ action: string }>("SELECT action FROM audit_entry GROUP BY action ORDER BY min(at), action");
    return rows.map((row) => row.action);
  });
}

/** What was counted against asking too often is forgotten, as after a day's wait. */
export async function forgetThrottle(program: Program): Promise<void> {
  await withDatabase(program, (client) => client.query("DELETE FROM throttle"));
}
