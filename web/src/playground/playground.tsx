/** GraphiQL on one door, with that door's part of the story in its tabs. */
import { GraphiQL } from "graphiql";
import { useMemo } from "react";
import { connect, type Door } from "../shared/graphql/client";
import { Bar } from "./bar";
import { entrances } from "./doors";
import { examplesOf } from "./examples";
import { fetcherOf } from "./fetcher";
import styles from "./playground.module.css";
import { tabStorage } from "./tab-storage";

export function Playground({ door }: { readonly door: Door }) {
  const props = useMemo(
    () => ({
      fetcher: fetcherOf(entrances[door].path, connect(door).socket),
      storage: tabStorage(door, sessionStorage),
      defaultTabs: examplesOf(door),
    }),
    [door],
  );
  return (
    <div className={styles["page"]}>
      <Bar door={door} />
      <main className={styles["main"]}>
        <GraphiQL {...props} defaultEditorToolsVisibility="variables" schemaDescription inputValueDeprecation>
          <GraphiQL.Logo>
            <span />
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </div>
  );
}
