/** The console's entry. It brings the words it needs and no others. */
import "@mantine/core/styles.css";
import { createTheme, Drawer, MantineProvider, Modal } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { IntlProvider } from "react-intl";
import { serverSource } from "../conversation/server-source";
import { ChatSource } from "../conversation/use-conversation";
import consoleWords from "../messages/en/console.json";
import conversationWords from "../messages/en/conversation.json";
import { connect } from "../shared/graphql/client";
import { ConsoleConnection } from "./connection";
import { ConsoleApp } from "./console-app";

const words = { ...conversationWords, ...consoleWords };
const connection = connect("console");
const source = serverSource(connection);

/** The page never scrolls, and locking its scroll would write a style element without our nonce. */
const still = { defaultProps: { lockScroll: false } };
const theme = createTheme({ fontFamily: "system-ui, sans-serif", components: { Modal: Modal.extend(still), Drawer: Drawer.extend(still) } });
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" {...(nonce ? { getStyleNonce: () => nonce } : {})}>
    <IntlProvider locale="en" messages={words}>
      <ConsoleConnection value={connection}>
        <ChatSource value={source}>
          <ConsoleApp />
        </ChatSource>
      </ConsoleConnection>
    </IntlProvider>
  </MantineProvider>,
);
