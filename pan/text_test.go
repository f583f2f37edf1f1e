package pan

import "testing"

// What people write into the fields of an account and a chat.
func TestMask_inPractice(t *testing.T) {
	t.Parallel()
	const must, mustNot = true, false
	cases := []struct {
		why, in string
		caught  bool
	}{
		{"a nickname that is the number", "4539148803436467", must},
		{"a nickname with words", "gold 4539 1488 0343 6467", must},
		{"a file's name", "IMG_4539148803436467.jpg", must},
		{"a file's name with hyphens", "card-4539-1488-0343-6467-front.png", must},
		{"a user agent", "Mozilla/5.0 (4539148803436467)", must},
		{"an answer", "my number 4539 1488 0343 6467 backwards", must},
		{"JSON pasted", `{"card":"4539148803436467"}`, must},
		{"a query pasted", "?pan=4539148803436467&cvc=1", must},
		{"in quotes", `"4539 1488 0343 6467"`, must},
		{"in brackets", "(4539)(1488)(0343)(6467)", must},
		{"tabs between, from a spreadsheet", "4539\t1488\t0343\t6467", must},
		{"ideographic spaces", "4539　1488　0343　6467", must},
		{"thin spaces", "4539\u20091488\u20090343\u20096467", must},
		{"soft hyphens", "4539\u00ad1488\u00ad0343\u00ad6467", must},
		{"a joiner inside a group", "45\u200d39148803436467", must},
		{"a mark for the right-to-left", "\u200f4539148803436467\u200f", must},
		{"Devanagari digits", "४५३९१४८८०३४३६४६७", must},
		{"Bengali digits", "৪৫৩৯১৪৮৮০৩৪৩৬৪৬৭", must},
		{"Thai digits", "๔๕๓๙๑๔๘๘๐๓๔๓๖๔๖๗", must},
		{"mathematical digits", "𝟒𝟓𝟑𝟗𝟏𝟒𝟖𝟖𝟎𝟑𝟒𝟑𝟔𝟒𝟔𝟕", must},
		{"raised digits", "⁴⁵³⁹¹⁴⁸⁸⁰³⁴³⁶⁴⁶⁷", must},
		{"lowered digits", "₄₅₃₉₁₄₈₈₀₃₄₃₆₄₆₇", must},
		{"Greek words around", "η κάρτα μου 4539 1488 0343 6467 λήγει", must},
		{"Russian words around", "карта 4539-1488-0343-6467 до 12/27", must},
		{"Chinese words, no spaces", "卡号4539148803436467有效期", must},
		{"a full stop behind", "It is 4539148803436467.", must},
		{"a date before", "2026-05-01 4539148803436467", must},
		{"the CVC glued on by a slash", "4539148803436467/123", must},
		{"groups of two", "45 39 14 88 03 43 64 67", must},
		{"groups of eight", "45391488 03436467", must},
		{"dots in the middle", "4539··1488··0343··6467", must},
		{"en dashes", "4539–1488–0343–6467", must},
		{"em dashes with spaces", "4539 — 1488 — 0343 — 6467", must},
		{"an emoji before", "💳4539148803436467", must},
		{"Diners as printed", "3056 930902 5904", must},
		{"UATP", "1220 0000 0000 003", must},
		{"a hundred words before", "so " + manyWords + "4539148803436467", must},

		{"a phone in Greece", "+30 210 123 4567", mustNot},
		{"a phone with 00", "0030 210 1234567", mustNot},
		{"an order id", "order 20260501-000123", mustNot},
		{"an order id of 20 digits", "45391488034364674539", mustNot},
		{"a tracking number with letters", "RR123456785GR", mustNot},
		{"a Greek IBAN", "GR16 0110 1250 0000 0001 2300 695", mustNot},
		{"a Dutch IBAN with letters", "NL91ABNA0417164300", mustNot},
		{"a French IBAN in groups", "FR14 2004 1010 0505 0001 3M02 606", mustNot},
		{"a UUID in capitals", "550E8400-E29B-41D4-A716-446655440000", mustNot},
		{"a UUIDv7", "019a0000-0000-7000-8000-000000000000", mustNot},
		{"an ISBN", "ISBN 978-3-16-148410-0", mustNot},
		{"an EAN", "4006381333931", mustNot},
		{"an IPv4 address", "192.168.100.200", mustNot},
		{"a version", "Chrome/126.0.6478.127 Safari/537.36", mustNot},
		{"a time in microseconds", "1777636800123456", mustNot},
		{"coordinates", "37.983810, 23.727539", mustNot},
		{"money", "1.234.567,89 EUR", mustNot},
		{"a birth date and a number", "31.12.1990, no. 7", mustNot},
		{"our truncation", "4539 •••• •••• 6467", mustNot},
		{"another's truncation", "XXXX-XXXX-XXXX-6467", mustNot},
		{"last 4 twice", "6467 and 6467", mustNot},
		{"a hex digest", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", mustNot},
		{"a row of zeros", "0000 0000 0000 0000", mustNot},
		{"a slip in the number: it is none", "4539 1488 0343 6476", mustNot},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, n := Mask(c.in)
			if (n > 0) != c.caught || (got != c.in) != c.caught {
				t.Errorf("Mask(%q) = %q, %d", c.in, got, n)
			}
		})
	}
}

const manyWords = "much was said about the weather and the price of tomatoes that nobody noticed "
