/** What every part of the desk may need. */
import { createContext, use } from "react";
import type { Operator } from "./console-app";

export interface DeskValue {
  readonly operator: Operator;
  readonly supervisor: boolean;
  /** Says something for a few seconds, without taking the focus. */
  readonly tell: (text: string) => void;
  readonly onSignInChanged: () => void;
}

export const DeskContext = createContext<DeskValue | null>(null);

export function useDesk(): DeskValue {
  const desk = use(DeskContext);
  if (!desk) throw new Error("this part belongs on a desk");
  return desk;
}
