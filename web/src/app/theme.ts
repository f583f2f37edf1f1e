/** How the wallet looks: calm, with colours that can be read (WCAG 2.2, 1.4.3: 4.5 to 1). */
import { Alert, Badge, Button, createTheme, Modal, type CSSVariablesResolver } from "@mantine/core";
import classes from "./theme.module.css";

export const theme = createTheme({
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  primaryColor: "indigo",
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: "md",
  respectReducedMotion: true,
  components: {
    // Most are there from the start; what is news says so itself with role="alert" or "status".
    Alert: Alert.extend({ defaultProps: { role: "note" } }),
    // Locking the page's scroll would write a style element without our nonce.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true } }),
    // No landmark: the page has a header already.
    ModalHeader: { defaultProps: { role: "presentation" } },
    Badge: Badge.extend({ classNames: { root: classes.badge ?? "", label: classes.badgeLabel ?? "" } }),
    Button: Button.extend({ classNames: { root: classes.button ?? "", label: classes.label ?? "" } }),
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#56606b",
    "--mantine-color-placeholder": "#66707b",
    "--mantine-color-error": "#b42318",
    "--mantine-color-anchor": "#364fc7",
    "--mantine-color-yellow-light-color": "#6b4700",
    "--mantine-color-red-light-color": "#9a1b1b",
    "--mantine-color-blue-light-color": "#124f8a",
    "--mantine-color-green-light-color": "#1b5e2b",
    "--mantine-color-indigo-light-color": "#2b3f9e",
  },
  dark: {
    "--mantine-color-dimmed": "#a9b2bd",
    "--mantine-color-placeholder": "#929ca8",
    "--mantine-color-error": "#ff9d94",
    "--mantine-color-anchor": "#a3b8ff",
    "--mantine-color-indigo-light-color": "#c5d2ff",
  },
});
