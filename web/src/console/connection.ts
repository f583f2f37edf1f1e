/** The page's way to the server, for the parts of the console. */
import type { Connected } from "../shared/graphql/client";
import { createContext, use } from "react";

export const ConsoleConnection = createContext<Connected | null>(null);

export function useConnection(): Connected {
  const connection = use(ConsoleConnection);
  if (!connection) throw new Error("the console needs a ConsoleConnection around it");
  return connection;
}
