/** Carrying out a step, and what went wrong with it: one way for all features. */
export { useAct, type Act, type Problem } from "../features/recovery/use-act";
export { ProblemAlert, useFieldErrors } from "../features/recovery/problem";
