/** The page's socket, for the parts that are loaded later. */
import { createContext } from "react";
import type { Connected } from "../shared/graphql/client";

export const Connection = createContext<Connected | null>(null);
