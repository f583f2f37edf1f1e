/**
 * A mutation with a file, by the GraphQL multipart request specification. Not
 * fetch: only XMLHttpRequest tells how much has been sent.
 */
import { stringifyDocument } from "@urql/core";
import type { DocumentNode } from "graphql";
import { persistedQueryOf } from "./persisted";

export class UploadError extends Error {
  constructor(
    /** "network": nothing came back, another try with the same client id is safe. */
    readonly kind: "network" | "server" | "aborted",
    readonly code = "",
  ) {
    super(kind);
  }
}

export interface UploadOptions {
  readonly document: DocumentNode;
  /** The file's place in them is null. */
  readonly variables: Record<string, unknown>;
  /** Where the file goes, for example "variables.input.file". */
  readonly fileAt: string;
  readonly file: Blob;
  readonly fileName: string;
  /** 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
  readonly url?: string;
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** The document's name where the server knows it, otherwise its text. */
function asked(document: DocumentNode): object {
  const persistedQuery = persistedQueryOf(document);
  return persistedQuery === null ? { query: stringifyDocument(document) } : { extensions: { persistedQuery } };
}

export function upload<T>(options: UploadOptions): Promise<T> {
  const form = new FormData();
  form.append("operations", JSON.stringify({ ...asked(options.document), variables: options.variables }));
  form.append("map", JSON.stringify({ "0": [options.fileAt] }));
  form.append("0", options.file, options.fileName);
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", options.url ?? "/graphql");
    request.setRequestHeader("GraphQL-Preflight", "1");
    request.setRequestHeader("Accept", "application/graphql-response+json, application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    request.onerror = () => fail(new UploadError("network"));
    request.ontimeout = () => fail(new UploadError("network"));
    request.onabort = () => fail(new UploadError("aborted"));
    request.onload = () => {
      const answer = request.response as Answer<T> | null;
      const error = answer?.errors?.[0];
      if (error === undefined && answer?.data) done(answer.data);
      else fail(new UploadError("server", error?.extensions?.code ?? String(request.status)));
    };
    options.signal?.addEventListener("abort", () => request.abort());
    request.timeout = 180_000;
    request.send(form);
  });
}
