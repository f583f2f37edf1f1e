// Looks for what must be nowhere: in every row of the database, and in every byte
// of every file the program keeps (its database's files, the sealed pictures, the
// logs, the mails).
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Client } from 'pg';
import type { Program } from './program';

export interface Needle {
  /** What it is, for the report: the secret itself is not printed. */
  name: string;
  text: string;
}

/** Every way a text can lie about in rows and files. */
function shapes(text: string): Buffer[] {
  const plain = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  // PostgreSQL shows bytes as hex.
  const hex = Buffer.from(plain.toString('hex'), 'latin1');
  // The middle of a base64 text depends on where it begins; three shifts cover all.
  const base64 = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift, 0x20), plain]).toString('base64');
    return Buffer.from(padded.slice(shift === 0 ? 0 : 4, -4), 'latin1');
  });
  return [plain, utf16, hex, ...base64.filter((b) => b.length >= 8)];
}

function search(haystack: Buffer, needles: Needle[], where: string): string[] {
  return needles.filter((needle) => shapes(needle.text).some((shape) => haystack.includes(shape))).map((needle) => `${needle.name} in ${where}`);
}

function* files(dir: string): Generator<string> {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield path;
  }
}

/** Searches every file below the program's data folder. */
export function searchFiles(program: Program, needles: Needle[]): { found: string[]; bytes: number; count: number } {
  const found: string[] = [];
  let bytes = 0;
  let count = 0;
  for (const path of files(program.data)) {
    const content = readFileSync(path);
    bytes += statSync(path).size;
    count += 1;
    found.push(...search(content, needles, relative(program.data, path)));
  }
  return { found, bytes, count };
}

/** Searches every column of every row; the program has to be running. */
export async function searchRows(program: Program, needles: Needle[]): Promise<{ found: string[]; rows: number; tables: number }> {
  const host = readFileSync(join(program.data, 'postgres/socket'), 'utf8').trim();
  const client = new Client({ host, port: 5432, user: 'walletdesk', database: 'walletdesk' });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name
         FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    let rows = 0;
    for (const { name } of tables.rows) {
      const all = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`);
      rows += all.rows.length;
      for (const { row } of all.rows) found.push(...search(Buffer.from(row, 'utf8'), needles, name));
    }
    return { found, rows, tables: tables.rows.length };
  } finally {
    await client.end();
  }
}
