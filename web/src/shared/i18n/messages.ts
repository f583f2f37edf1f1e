/** Every word of the customer's pages, by area. The console and the playground bring their own. */
const areas = import.meta.glob<Record<string, string>>(["../../messages/en/*.json", "!../../messages/en/{console,playground}.json"], {
  eager: true,
  import: "default",
});

export const messages: Record<string, string> = Object.assign({}, ...Object.values(areas)) as Record<string, string>;
