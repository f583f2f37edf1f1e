/** A password's field is marked by data-invalid alone. */
const invalid = '[aria-invalid="true"], input[data-invalid="true"]';

/** Brings the first field that was not accepted under the eyes and the cursor, once it shows its error. */
export function focusFirstError(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>(invalid)?.focus());
}
