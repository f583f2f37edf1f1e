/** Adds a note. The same client id goes with every try of one text, so that it is stored once. */
import { useRef, useState } from "react";
import { useIntl } from "react-intl";
import { tell as inWords, unreachable } from "../act";
import { useConnection } from "../connection";
import { useDesk } from "../desk-context";
import { AddNote } from "../notes/operations";

export interface Adding {
  readonly busy: boolean;
  /** True when it is stored; what stood against it was told otherwise. */
  readonly add: (body: string) => Promise<boolean>;
}

export function useAddNote(conversationId: string): Adding {
  const { client } = useConnection();
  const intl = useIntl();
  const { tell } = useDesk();
  const [busy, setBusy] = useState(false);
  const last = useRef({ body: "", clientId: "" });
  const add = async (body: string) => {
    if (last.current.body !== body) last.current = { body, clientId: crypto.randomUUID() };
    setBusy(true);
    const { data } = await client.mutation(AddNote, { input: { conversationId, clientId: last.current.clientId, body } }).toPromise();
    setBusy(false);
    const problem = data ? data.addNote.problem : unreachable;
    if (problem) tell(inWords(intl, problem));
    else last.current = { body: "", clientId: "" };
    return !problem;
  };
  return { busy, add };
}
