/** Sets the operator's own state, and says so when it could not be set. */
import { useCallback, useState } from "react";
import { useIntl } from "react-intl";
import type { SetOperatorStatusInput } from "../../gql/graphql";
import { type Problem, tell as inWords, unreachable } from "../act";
import { useConnection } from "../connection";
import { useDesk } from "../desk-context";
import { SetStatus } from "./operations";

export interface StatusAct {
  readonly busy: boolean;
  /** Null when it is set; what stood against it otherwise, which was told already. */
  readonly set: (input: SetOperatorStatusInput) => Promise<Problem | null>;
}

export function useStatus(): StatusAct {
  const { client } = useConnection();
  const intl = useIntl();
  const { team, tell } = useDesk();
  const [busy, setBusy] = useState(false);
  const { take } = team;
  const set = useCallback(
    async (input: SetOperatorStatusInput) => {
      setBusy(true);
      const { data } = await client.mutation(SetStatus, { input }).toPromise();
      setBusy(false);
      const { operator, problem = data ? null : unreachable } = data?.setOperatorStatus ?? {};
      if (operator) take(operator);
      if (problem) tell(inWords(intl, problem));
      return problem ?? null;
    },
    [client, intl, take, tell],
  );
  return { busy, set };
}
