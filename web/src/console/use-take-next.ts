/** Takes the conversation that has waited longest. */
import { useCallback, useState } from "react";
import { useIntl } from "react-intl";
import { takeStep, tell as inWords } from "./act";
import { useConnection } from "./connection";
import { TakeNext } from "./operations";

export function useTakeNext(
  tell: (text: string) => void,
  onTaken: (id: string) => void,
): { readonly busy: boolean; readonly takeNext: () => Promise<void> } {
  const { client } = useConnection();
  const intl = useIntl();
  const [busy, setBusy] = useState(false);
  const takeNext = useCallback(async () => {
    setBusy(true);
    const { conversation, problem } = await takeStep(client, TakeNext, {});
    setBusy(false);
    if (problem) tell(inWords(intl, problem));
    else if (conversation) onTaken(conversation.id);
    else tell(intl.formatMessage({ id: "desk.nobodyWaits" }));
  }, [client, intl, tell, onTaken]);
  return { busy, takeNext };
}
