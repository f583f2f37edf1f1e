/** The customer's entry. */
import "@mantine/core/styles.css";
import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { Provider } from "urql";
import { connect } from "../shared/graphql/client";
import { LanguageProvider } from "../shared/i18n/language-provider";
import { Connection } from "./connection";
import { CustomerApp } from "./customer-app";
import { theme, variables } from "./theme";

const connection = connect("customer");
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" {...(nonce ? { getStyleNonce: () => nonce } : {})}>
    <LanguageProvider>
      <Provider value={connection.client}>
        <Connection value={connection}>
          <BrowserRouter>
            <CustomerApp />
          </BrowserRouter>
        </Connection>
      </Provider>
    </LanguageProvider>
  </MantineProvider>,
);
