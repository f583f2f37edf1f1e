import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/gql", "test-results", "playwright-report"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js", "e2e/support/oidc-provider.mjs"] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A template shows numbers as they are.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // onClick={async () => …} is how React's handlers are written; what fails in them is caught there.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // A secret in the console stays in the browser's log.
      "no-console": "error",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks, "jsx-a11y": a11y },
    rules: { ...hooks.configs.recommended.rules, ...a11y.flatConfigs.recommended.rules },
  },
  {
    // Features meet in src/conversation and src/shared only.
    files: ["src/features/**/*.{ts,tsx}"],
    rules: { "no-restricted-imports": ["error", { patterns: ["**/console/**", "**/app/**"] }] },
  },
  { files: ["eslint.config.js", "e2e/support/*.mjs"], extends: [tseslint.configs.disableTypeChecked] },
  // A program of Node, beside the browsers.
  { files: ["e2e/support/*.mjs"], languageOptions: { globals: { process: "readonly", console: "readonly" } }, rules: { "no-console": "off" } },
);
