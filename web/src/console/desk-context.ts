/** What every part of the desk may need. */
import { createContext, use } from "react";
import type { Bell } from "./bell";
import type { Operator } from "./console-app";
import type { PostRoom } from "./reply/post-room";
import type { LiveCanned } from "./reply/use-canned";
import type { LiveTeam } from "./team/use-team";

export interface DeskValue {
  readonly operator: Operator;
  readonly supervisor: boolean;
  readonly team: LiveTeam;
  readonly canned: LiveCanned;
  readonly postRoom: PostRoom;
  /** Rings when something changed in a conversation. */
  readonly bell: Bell;
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
