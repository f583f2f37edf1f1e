// Looks for what must be nowhere: in every row of the database, and in every byte of
// every file the program keeps (its database's files, the sealed pictures, the mails,
// the logs).
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { withDatabase } from "./database";
import type { Program } from "./program";

export interface Needle {
  /** What it is, for the report: the secret itself is not printed. */
  name: string;
  text: string | Buffer;
}

/** Every way it can lie about in rows and files. */
function shapes(secret: string | Buffer): Buffer[] {
  const plain = Buffer.from(secret as string);
  // The middle of a base64 text depends on where it begins; three shifts are all.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), plain]).toString("base64").replace(/=+$/, "");
    return Buffer.from(text.slice(4, -4), "latin1");
  });
  // PostgreSQL shows bytes as hex.
  const all = [plain, Buffer.from(plain.toString("hex"), "latin1"), ...base64.filter((b) => b.length >= 8)];
  return typeof secret === "string" ? [...all, Buffer.from(secret, "utf16le")] : all;
}

type Search = (haystack: Buffer, where: string) => string[];

function searchFor(needles: readonly Needle[]): Search {
  const all = needles.map(({ name, text }) => ({ name, shapes: shapes(text) }));
  return (haystack, where) => all.filter((needle) => needle.shapes.some((shape) => haystack.includes(shape))).map((needle) => `${needle.name} in ${where}`);
}

function* filesBelow(dir: string): Generator<string> {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

export interface Found {
  found: string[];
  /** How many rows or files were looked at. */
  looked: number;
}

/** Searches every file below the program's data folder, and its log. */
export function searchFiles(program: Program, needles: readonly Needle[]): Found {
  const search = searchFor(needles);
  const paths = [...filesBelow(program.data), program.logFile];
  return { found: paths.flatMap((path) => search(readFileSync(path), relative(program.data, path))), looked: paths.length };
}

/** Searches what the program told on its standard output. */
export function searchAnnouncement(program: Program, needles: readonly Needle[]): string[] {
  return searchFor(needles)(readFileSync(program.announcementFile), "the announcement");
}

/**
 * Searches every column of every row; the program has to be running. A card's code is
 * three digits: it is looked for where it stands alone, not inside numbers and times.
 */
export async function searchRows(program: Program, needles: readonly Needle[], code: string): Promise<Found> {
  const search = searchFor(needles);
  const alone = new RegExp(`(^|[^0-9A-Za-z.:+-])${code}($|[^0-9A-Za-z.:+-])`);
  return withDatabase(program, async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name
         FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    let looked = 0;
    for (const { name } of tables.rows) {
      const all = await client.query<{ text: string; row: unknown }>(`SELECT t::text AS text, to_jsonb(t) AS row FROM ${name} AS t`);
      looked += all.rows.length;
      for (const { text, row } of all.rows) {
        found.push(...search(Buffer.from(text), name));
        if (valuesOf(row).some((value) => alone.test(value))) found.push(`the card's code in ${name}`);
      }
    }
    return { found, looked };
  });
}

/** The plain values of a row, those of JSON columns included. */
function valuesOf(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(valuesOf) : [];
}
