/**
 * Sends a document's name instead of its text: the server knows all of ours from the
 * build on, and can be set to carry out no others.
 */
import { makeOperation, mapExchange, type Exchange } from "@urql/core";

export interface PersistedQuery {
  readonly version: 1;
  readonly sha256Hash: string;
}

/** What codegen wrote beside a document; null for one that was typed by a person. */
export function persistedQueryOf(document: object): PersistedQuery | null {
  const meta = (document as { __meta__?: { hash?: unknown } }).__meta__;
  return typeof meta?.hash === "string" ? { version: 1, sha256Hash: meta.hash.replace(/^sha256:/, "") } : null;
}

/** Has to stand before the cache, which writes documents anew. */
export const persistedExchange: Exchange = mapExchange({
  onOperation(operation) {
    const persistedQuery = persistedQueryOf(operation.query);
    if (persistedQuery === null) return operation;
    return makeOperation(operation.kind, { ...operation, extensions: { ...operation.extensions, persistedQuery } });
  },
});
