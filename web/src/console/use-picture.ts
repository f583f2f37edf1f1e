/** Gets leave to see a document and fetches it: one viewing, one audit entry. */
import { useEffect, useRef, useState } from "react";
import type { Problem } from "./act";
import { useConnection } from "./connection";
import { ViewDocument } from "./operations";
import { fetchPicture, PictureError } from "./picture";

export type Viewing =
  | { readonly state: "loading" }
  | { readonly state: "refused"; readonly problem: Problem }
  | { readonly state: "shown"; readonly picture: ImageBitmap; readonly at: Date };

interface Wanted {
  readonly conversationId: string;
  readonly documentId: string;
  /** Why, where one neither owns the case nor decides on it. */
  readonly reason: string;
  /** One higher to try again. */
  readonly attempt: number;
}

/** Null wants nothing yet. `onViewed` is called when it was seen. */
export function usePicture(wanted: Wanted | null, onViewed: () => void): Viewing {
  const { client } = useConnection();
  const [viewing, setViewing] = useState<Viewing>({ state: "loading" });
  const viewed = useRef(onViewed);
  useEffect(() => {
    viewed.current = onViewed;
  });
  const { conversationId, documentId, reason = "", attempt } = wanted ?? {};
  useEffect(() => {
    if (conversationId === undefined || documentId === undefined) return;
    const stop = new AbortController();
    const gone = () => stop.signal.aborted;
    const opened: { picture?: ImageBitmap } = {};
    const show = async () => {
      setViewing({ state: "loading" });
      const { data } = await client.mutation(ViewDocument, { input: { conversationId, documentId, reason } }).toPromise();
      if (gone()) return;
      const grant = data?.viewDocument.grant;
      if (!grant) {
        setViewing({ state: "refused", problem: data?.viewDocument.problem ?? { code: "UNREACHABLE", message: "" } });
        return;
      }
      const picture = await fetchPicture(grant, stop.signal).catch(codeOf);
      viewed.current();
      if (typeof picture === "string") {
        if (!gone()) setViewing({ state: "refused", problem: { code: picture, message: picture } });
      } else if (gone()) {
        picture.close();
      } else {
        opened.picture = picture;
        setViewing({ state: "shown", picture, at: new Date() });
      }
    };
    // A tick later, so that a component that is only tried out (React's strict mode) leaves no viewing.
    const timer = setTimeout(() => void show(), 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
      opened.picture?.close();
    };
  }, [client, conversationId, documentId, reason, attempt]);
  return viewing;
}

function codeOf(error: unknown): string {
  return error instanceof PictureError ? error.code : "NO_PICTURE";
}
