/** How the console looks: Mantine's own, with colours that can be read (WCAG 2.2, 1.4.3: 4.5 to 1). */
import { createTheme, Drawer, Modal, type CSSVariablesResolver } from "@mantine/core";

/** The page never scrolls, and locking its scroll would write a style element without our nonce. */
const still = { defaultProps: { lockScroll: false } };

export const theme = createTheme({
  fontFamily: "system-ui, sans-serif",
  primaryShade: { light: 8, dark: 8 },
  components: { Modal: Modal.extend(still), Drawer: Drawer.extend(still) },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: { "--mantine-color-dimmed": "#5c6570", "--mantine-color-placeholder": "#66707b", "--mantine-color-error": "#b42318", "--mantine-color-blue-light-color": "#124f8a" },
  dark: { "--mantine-color-dimmed": "#a3acb8", "--mantine-color-placeholder": "#929ca8", "--mantine-color-error": "#ff9d94" },
});
