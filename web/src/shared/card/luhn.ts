/**
 * The check of ISO/IEC 7812-1, annex B, over the digits of a number. Digits that are
 * all the same are no card number, whatever the check says.
 */
export function luhn(digits: readonly number[]): boolean {
  const sum = digits.reduce((total, d, i) => {
    if ((digits.length - i) % 2 === 1) return total + d;
    return total + (d > 4 ? 2 * d - 9 : 2 * d);
  }, 0);
  return sum % 10 === 0 && digits.some((d) => d !== digits[0]);
}
