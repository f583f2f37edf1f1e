package pan

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// digit is the value, 0 to 9, of a decimal digit of any script (full-width,
// Arabic-Indic, …) and of the circled, raised and lowered ones.
func digit(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r - '0'), true
	}
	if r < 0x80 {
		return 0, false
	}
	if unicode.Is(unicode.Nd, r) {
		return decimal(r)
	}
	if unicode.Is(unicode.No, r) {
		plain := norm.NFKC.String(string(r))
		if len(plain) == 1 && plain[0] >= '0' && plain[0] <= '9' {
			return plain[0] - '0', true
		}
	}
	return 0, false
}

// decimal is the value of a rune of category Nd. Unicode sets these in runs of
// ten from zero on (chapter 4.6), and Go's table keeps neighbouring runs together.
func decimal(r rune) (byte, bool) {
	for _, s := range unicode.Nd.R16 {
		if rune(s.Lo) <= r && r <= rune(s.Hi) {
			return byte((r - rune(s.Lo)) % 10), true
		}
	}
	for _, s := range unicode.Nd.R32 {
		if rune(s.Lo) <= r && r <= rune(s.Hi) {
			return byte((r - rune(s.Lo)) % 10), true
		}
	}
	return 0, false
}

// invisible reports whether r may stand within a group of digits unseen: format
// characters (zero-width space, joiners, soft hyphen) and combining marks, which
// also make the keycap digits.
func invisible(r rune) bool { return r >= 0x80 && unicode.In(r, unicode.Cf, unicode.M) }

// separator reports whether r may stand between groups of digits.
func separator(r rune) bool {
	switch r {
	case '.', ',', '/', '_', '-', '(', ')', '·', '‧', '−', '。', '．', '，', '＿', '／':
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r)
}
