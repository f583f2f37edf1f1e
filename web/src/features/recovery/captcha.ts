/** When a captcha's picture can be tried again. */
interface Told {
  readonly code: string;
  readonly fields?: readonly { readonly field: string; readonly code: string }[] | undefined;
}

/**
 * What to do with the picture after a problem. A picture is good for one try: it is
 * used up once the server has compared it, and what was not told apart is taken for
 * used. An address or letters that can't be any are found before that.
 */
export function pictureAfter(problem: Told | null): "keep" | "renew" {
  const fields = problem?.fields ?? [];
  if (fields.length === 0) return "renew";
  return fields.every((f) => f.field === "email" || f.code === "CAPTCHA_INCOMPLETE") ? "keep" : "renew";
}
