/** Sends a covered picture and tells what the server said of it. */
import { graphql } from "../../gql";
import type { UploadDocumentMutation, UploadDocumentMutationVariables } from "../../gql/graphql";
import { upload, UploadError } from "../../shared/graphql/upload";
import type { Covers } from "../cover/covers";
import type { Answer, Trouble } from "./step";

const UploadDocument = graphql(`
  mutation UploadDocument($input: UploadDocumentInput!) {
    uploadDocument(input: $input) {
      verdict
      reason
      refusals
      problem {
        code
        message
        ... on InvalidInput {
          fields {
            field
            code
            message
          }
        }
        ... on TryLater {
          retryAt
        }
      }
    }
  }
`);

export interface Sending {
  readonly conversationId: string;
  readonly requestId: string;
  readonly clientId: string;
  /** The covered picture; nothing else leaves the browser. */
  readonly picture: Blob;
  readonly covers: Covers;
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** An answer, trouble, or null when it was called off. */
export async function sendPicture(s: Sending): Promise<{ answer: Answer } | { trouble: Trouble } | null> {
  type Input = Omit<UploadDocumentMutationVariables["input"], "file">;
  const input: Input & { file: null } = {
    conversationId: s.conversationId,
    requestId: s.requestId,
    clientId: s.clientId,
    file: null,
    covers: s.covers.mode === "covers" ? [...s.covers.list] : [],
    windows: s.covers.mode === "windows" ? [...s.covers.list] : [],
  };
  try {
    const data = await upload<UploadDocumentMutation>({
      document: UploadDocument,
      variables: { input },
      fileAt: "variables.input.file",
      file: s.picture,
      fileName: "picture.jpg", // never the name on the device
      onProgress: s.onProgress,
      signal: s.signal,
    });
    return outcomeOf(data.uploadDocument);
  } catch (error) {
    if (error instanceof UploadError && error.kind === "aborted") return null;
    const code = error instanceof UploadError && error.kind === "server" ? error.code : "NETWORK";
    return { trouble: { code } };
  }
}

/** What the payload means. */
export function outcomeOf(payload: UploadDocumentMutation["uploadDocument"]): { answer: Answer } | { trouble: Trouble } {
  const { verdict, reason, refusals, problem } = payload;
  if (verdict) return { answer: { verdict, reason, refusals } };
  if (!problem) return { trouble: { code: "NETWORK" } };
  if ("fields" in problem) return { trouble: { code: problem.fields[0]?.code ?? problem.code } };
  return { trouble: { code: problem.code, retryAt: "retryAt" in problem ? problem.retryAt : undefined } };
}
