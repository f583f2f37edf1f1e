/** The playground's entry: GraphiQL, its editor and its workers, all from this server. */
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import { createRoot } from "react-dom/client";
import { IntlProvider } from "react-intl";
import words from "../messages/en/playground.json";
import { chosenDoor } from "./doors";
import { Playground } from "./playground";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <IntlProvider locale="en" messages={words}>
    <Playground door={chosenDoor(location.search, sessionStorage)} />
  </IntlProvider>,
);
