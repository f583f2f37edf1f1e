/**
 * Regroups a card number while it is edited, at its end or anywhere inside, and says where
 * the caret belongs afterwards: behind the same digit.
 */
import { digitsOf, groupable, grouped } from "./networks";

export interface Edit {
  readonly value: string;
  readonly caret: number;
}

/** `before` is the field's value, `now` what the browser made of it, `forward` whether by the Delete key. */
export function regrouped(before: string, now: Edit, forward = false): Edit {
  if (!groupable(now.value)) return now; // to be seen and corrected
  let digits = digitsOf(now.value);
  let left = digitsOf(now.value.slice(0, now.caret)).length;
  // A gap alone was deleted, which would come back at once: the digit beside it was meant.
  if (digits === digitsOf(before) && now.value.length === before.length - 1) {
    const gone = forward ? left : left - 1;
    digits = digits.slice(0, Math.max(gone, 0)) + digits.slice(gone + 1);
    left = Math.max(forward ? left : gone, 0);
  }
  const value = grouped(digits);
  return { value, caret: behind(value, left) };
}

/** The place behind so many digits. */
function behind(value: string, count: number): number {
  let place = 0;
  for (let seen = 0; seen < count && place < value.length; place++) if (value[place] !== " ") seen++;
  return place;
}
