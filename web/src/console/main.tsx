/** The console's entry. It brings the words it needs and no others. */
import "@mantine/core/styles.css";
import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { IntlProvider } from "react-intl";
import { serverSource } from "../conversation/server-source";
import { ChatSource } from "../conversation/use-conversation";
import consoleWords from "../messages/en/console.json";
import conversationWords from "../messages/en/conversation.json";
import deskWords from "../messages/en/desk.json";
import { connect } from "../shared/graphql/client";
import { ConsoleConnection } from "./connection";
import { ConsoleApp } from "./console-app";
import { theme, variables } from "./theme";

const words = { ...conversationWords, ...consoleWords, ...deskWords };
const connection = connect("console");
const source = serverSource(connection);
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={variables}
    defaultColorScheme="auto"
    {...(nonce ? { getStyleNonce: () => nonce } : {})}
  >
    <IntlProvider locale="en" messages={words}>
      <ConsoleConnection value={connection}>
        <ChatSource value={source}>
          <ConsoleApp />
        </ChatSource>
      </ConsoleConnection>
    </IntlProvider>
  </MantineProvider>,
);
