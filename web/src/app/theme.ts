/** How the wallet looks: calm, with colours that can be read (WCAG 2.2, 1.4.3: 4.5 to 1) and targets a thumb hits (2.5.5: 44 px). */
import { Alert, Anchor, Button, createTheme, Paper, Title, type CSSVariablesResolver } from "@mantine/core";
import classes from "./theme.module.css";

const one = (name: string) => classes[name] ?? "";

export const theme = createTheme({
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif",
  primaryColor: "indigo",
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: "md",
  radius: { md: "0.625rem", lg: "1rem" },
  lineHeights: { md: "1.55" },
  headings: {
    fontWeight: "650",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "clamp(1.75rem, 1.5rem + 1vw, 2.125rem)", lineHeight: "1.2" },
      h2: { fontSize: "clamp(1.5rem, 1.35rem + 0.7vw, 1.75rem)", lineHeight: "1.25" },
      h3: { fontSize: "1.25rem", lineHeight: "1.3" },
      h4: { fontSize: "1.125rem", lineHeight: "1.35" },
      h5: { fontSize: "1rem", lineHeight: "1.4" },
    },
  },
  respectReducedMotion: true,
  cursorType: "pointer",
  // By name where a first page has none of them: what is imported here comes with it.
  components: {
    // Most are there from the start; what is news says so itself with role="alert" or "status".
    Alert: Alert.extend({ defaultProps: { role: "note" }, classNames: { root: one("alert"), title: one("alertTitle") } }),
    // Locking the page's scroll would write a style element without our nonce.
    Modal: { defaultProps: { lockScroll: false, centered: true, radius: "lg" } },
    // No landmark: the page has a header already.
    ModalHeader: { defaultProps: { role: "presentation" } },
    ModalCloseButton: { defaultProps: { size: 44 } },
    Badge: { classNames: { root: one("badge"), label: one("badgeLabel") } },
    Button: Button.extend({ classNames: { root: one("button"), label: one("label") } }),
    ActionIcon: { defaultProps: { size: 44 } },
    Anchor: Anchor.extend({ classNames: { root: one("anchor") } }),
    Checkbox: { classNames: { inner: one("checkMark"), label: one("checkLabel") } },
    Radio: { classNames: { inner: one("checkMark"), label: one("checkLabel") } },
    // At 16 px a phone does not zoom in when a field is touched.
    Input: { defaultProps: { size: "md" }, classNames: { input: one("input") } },
    InputWrapper: { defaultProps: { size: "md" }, classNames: { label: one("fieldLabel"), error: one("fieldError") } },
    TextInput: { defaultProps: { size: "md" } },
    PasswordInput: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    Paper: Paper.extend({ defaultProps: { radius: "lg" }, classNames: { root: one("paper") } }),
    Title: Title.extend({ classNames: { root: one("title") } }),
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-text": "#1b2130",
    "--mantine-color-dimmed": "#56606b",
    "--mantine-color-placeholder": "#66707b",
    "--mantine-color-error": "#b42318",
    "--mantine-color-anchor": "#364fc7",
    "--mantine-color-default-border": "#d5dae6",
    "--mantine-color-yellow-light-color": "#6b4700",
    "--mantine-color-red-light-color": "#9a1b1b",
    "--mantine-color-blue-light-color": "#124f8a",
    "--mantine-color-green-light-color": "#1b5e2b",
    "--mantine-color-indigo-light-color": "#2b3f9e",
  },
  dark: {
    "--mantine-color-body": "#171a21",
    "--mantine-color-text": "#dfe3ea",
    "--mantine-color-dimmed": "#a9b2bd",
    "--mantine-color-placeholder": "#929ca8",
    "--mantine-color-error": "#ff9d94",
    "--mantine-color-anchor": "#a3b8ff",
    "--mantine-color-default": "#1f232c",
    "--mantine-color-default-hover": "#272c37",
    "--mantine-color-default-border": "#3a414f",
    "--mantine-color-yellow-light-color": "#ffd980",
    "--mantine-color-red-light-color": "#ffb3ac",
    "--mantine-color-blue-light-color": "#a9d2ff",
    "--mantine-color-green-light-color": "#a3e0b1",
    "--mantine-color-indigo-light-color": "#c5d2ff",
  },
});
