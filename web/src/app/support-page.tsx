/** The support page with its way to the conversations, loaded when it is needed. */
import { use, useMemo } from "react";
import { serverSource } from "../conversation/server-source";
import { ChatSource } from "../conversation/use-conversation";
import { Connection } from "./connection";
import SupportRoute from "./support-route";

export default function SupportPage() {
  const connection = use(Connection);
  if (!connection) throw new Error("the page needs a Connection around it");
  const source = useMemo(() => serverSource(connection), [connection]);
  return (
    <ChatSource value={source}>
      <SupportRoute />
    </ChatSource>
  );
}
