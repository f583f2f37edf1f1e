/**
 * Amounts of money in words. They are text of whole minor units and never become
 * floating-point numbers: Intl formats decimal text exactly (ECMA-402, "Intl
 * mathematical value").
 */

/** As the contract has it: "1999" with exponent 2 is 19.99. */
export interface Money {
  readonly amount: string;
  /** ISO 4217 code. */
  readonly currency: string;
  /** Digits behind the decimal point. */
  readonly exponent: number;
}

/** The amount as decimal text, for example "19.99". */
export function decimal({ amount, exponent }: Money): string {
  const sign = amount.startsWith("-") ? "-" : "";
  const digits = amount.replace(/^-/, "").padStart(exponent + 1, "0");
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** The amount as a language writes it, with the currency's sign. */
export function formatMoney(locale: string, money: Money): string {
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: money.currency,
    minimumFractionDigits: money.exponent,
    maximumFractionDigits: money.exponent,
  });
  return format.format(decimal(money) as Intl.StringNumericLiteral);
}
