/** Why a step was not taken, with the way on where there is one. */
import { Alert } from "@mantine/core";
import { useIntl } from "react-intl";
import { tell, type Problem } from "./act";
import { FreshNeeded, freshCode } from "./fresh-needed";

interface Props {
  readonly problem: Problem | null;
  /** Takes the same step again. */
  readonly onAgain: () => void;
}

export function ProblemNote({ problem, onAgain }: Props) {
  const intl = useIntl();
  if (!problem) return null;
  if (problem.code === freshCode) return <FreshNeeded onDone={onAgain} />;
  return (
    <Alert color="red" role="alert">
      {tell(intl, problem)}
    </Alert>
  );
}
