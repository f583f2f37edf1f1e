package pan

import (
	"regexp"
	"slices"
	"strings"
)

// extent is a part of a text, in bytes: from included, to not.
type extent struct{ from, to int }

// uuidPattern and ibanPattern find candidates; what stands around them is
// checked apart, for Go's expressions cannot look around. An IBAN is written in
// one piece or in groups of four (ISO 13616).
var (
	uuidPattern = regexp.MustCompile(`[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}`)
	ibanPattern = regexp.MustCompile(`[A-Za-z]{2}[0-9]{2}(?:[A-Za-z0-9]{11,30}|(?: [A-Za-z0-9]{4}){2,7}(?: [A-Za-z0-9]{1,3})?)`)
)

// protected are the parts of text that surely are something else than a card
// number though they hold as many digits, in order.
func protected(text string) []extent {
	var out []extent
	for _, m := range uuidPattern.FindAllStringIndex(text, -1) {
		if alone(text, m[0], m[1]) {
			out = append(out, extent{m[0], m[1]})
		}
	}
	for _, m := range ibanPattern.FindAllStringIndex(text, -1) {
		if to, ok := iban(text[m[0]:m[1]]); ok && alone(text, m[0], m[0]+to) {
			out = append(out, extent{m[0], m[0] + to})
		}
	}
	slices.SortFunc(out, func(a, b extent) int { return a.from - b.from })
	// A UUID and an IBAN can't share text; should they, the first one counts.
	kept := out[:0]
	for _, e := range out {
		if len(kept) == 0 || e.from >= kept[len(kept)-1].to {
			kept = append(kept, e)
		}
	}
	return kept
}

// alone reports whether no ASCII letter or digit touches text[from:to].
func alone(text string, from, to int) bool {
	return (from == 0 || !alnum(text[from-1])) && (to == len(text) || !alnum(text[to]))
}

func alnum(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// ibanLengths is the SWIFT IBAN registry: country and length, in characters.
const ibanLengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 " +
	"DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 " +
	"HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 " +
	"MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 " +
	"RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"

// iban reports whether candidate begins with an IBAN, spaces allowed, and how
// many bytes that takes: the length is its country's and the check digits fit
// (ISO 7064 mod 97-10), so that a card number behind two letters is none.
func iban(candidate string) (int, bool) {
	i := strings.Index(ibanLengths, strings.ToUpper(candidate[:2]))
	if i < 0 || i%5 != 0 {
		return 0, false
	}
	want := int(ibanLengths[i+2]-'0')*10 + int(ibanLengths[i+3]-'0')
	var code []byte
	for to := range len(candidate) {
		if candidate[to] != ' ' {
			code = append(code, candidate[to])
		}
		if len(code) == want {
			return to + 1, mod97(strings.ToUpper(string(code[4:])+string(code[:4]))) == 1
		}
	}
	return 0, false
}

// mod97 is the remainder of s, letters read as 10 to 35.
func mod97(s string) int {
	rest := 0
	for _, c := range []byte(s) {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
			continue
		}
		rest = (rest*10 + int(c-'0')) % 97
	}
	return rest
}
