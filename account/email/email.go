// Package email parses e-mail addresses: the plain ones that people have, not all
// that RFC 5322 can spell. Quoted local parts, address literals, comments, folding
// white space, lists and display names are refused, since nobody registers with
// them and each has carried an attack.
//
// Invariants: an Address has no white space, control or format characters, so it
// can stand in a header. Its domain is in lower-case ASCII (IDNA 2008, UTS #46).
package email

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
)

// Limits in octets: RFC 5321 §4.5.3.1.1 and erratum 1690. The domain's limit
// (255) is the stricter one of DNS names, checked by idna.
const (
	maxLocal   = 64
	maxAddress = 254
)

// Address is a parsed address. The zero Address is none.
type Address struct {
	local  string // as typed, NFC: some servers tell capitals apart
	domain string // lower-case ASCII
}

// Parse reads one address. field is the input's path. The failure's codes: EMPTY,
// TOO_LONG, INVALID_EMAIL, MIXED_SCRIPT (letters of two alphabets that look
// alike: раypal with a Cyrillic р), CARD_NUMBER (somebody pasted one before the @).
func Parse(field, input string) (Address, error) {
	if input == "" {
		return Address{}, fault.Field(field, "EMPTY", "Please enter your e-mail address.")
	}
	// Twice the limit: an international domain is shorter as typed or as sent.
	if len(input) > 2*maxAddress {
		return Address{}, tooLong(field)
	}
	at := strings.LastIndexByte(input, '@')
	if at < 0 || !utf8.ValidString(input) {
		return Address{}, invalid(field)
	}
	local := norm.NFC.String(input[:at])
	domain, ok := parseDomain(input[at+1:])
	if !ok || !localPattern().MatchString(local) {
		return Address{}, invalid(field)
	}
	if _, found := pan.Mask(input); found > 0 {
		return Address{}, fault.Field(field, "CARD_NUMBER", "Please do not write a card number here.")
	}
	if mixed(local) || mixedDomain(domain) {
		return Address{}, fault.Field(field, "MIXED_SCRIPT",
			"This e-mail address has letters of two alphabets that look alike. Please type it with one keyboard layout.")
	}
	if len(local) > maxLocal || len(local)+1+len(domain) > maxAddress {
		return Address{}, tooLong(field)
	}
	return Address{local: local, domain: domain}, nil
}

func invalid(field string) error {
	return fault.Field(field, "INVALID_EMAIL", "This is not an e-mail address as we can use it, for example name@example.com.")
}

func tooLong(field string) error {
	return fault.Field(field, "TOO_LONG", "This e-mail address is too long.")
}

// String is the address to deliver to: the local part as typed.
func (a Address) String() string {
	if a.local == "" {
		return ""
	}
	return a.local + "@" + a.domain
}

// Domain is the part behind the @, in lower-case ASCII.
func (a Address) Domain() string { return a.domain }

// Compare is the key by which addresses are the same one: no case. Where two
// mailboxes differ by case alone, whoever came first has the key.
func (a Address) Compare() string {
	if a.local == "" {
		return ""
	}
	return fold(a.local) + "@" + a.domain
}

// Throttle is the key by which attempts are counted: Compare without "+tag", and
// without dots where the provider ignores them, so that one mailbox is no endless
// number of addresses. It is never delivered to.
func (a Address) Throttle() string {
	if a.local == "" {
		return ""
	}
	local, _, _ := strings.Cut(fold(a.local), "+")
	domain := a.domain
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if domain == "gmail.com" {
		local = strings.ReplaceAll(local, ".", "")
	}
	if local == "" { // "+tag@…" is nothing but a tag
		local = fold(a.local)
	}
	return local + "@" + domain
}

func fold(s string) string { return norm.NFC.String(cases.Fold().String(s)) }

// localPattern is RFC 5322's dot-atom, with the letters, marks and digits of all
// scripts (RFC 6531).
var localPattern = sync.OnceValue(func() *regexp.Regexp {
	const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-\\p{L}\\p{M}\\p{N}]+"
	return regexp.MustCompile(`^` + atom + `(?:\.` + atom + `)*$`)
})

var domainProfile = sync.OnceValue(func() *idna.Profile {
	return idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true),
		idna.VerifyDNSLength(true), idna.BidiRule(), idna.CheckJoiners(true),
		// Hyphens as in c--n.com and r3---sn.example are in use.
		idna.CheckHyphens(false))
})

// parseDomain is the domain in lower-case ASCII.
func parseDomain(s string) (string, bool) {
	if strings.ContainsFunc(s, func(r rune) bool {
		// The mapping for look-up would drop these unseen.
		return unicode.In(r, unicode.Cf, unicode.Cc, unicode.Z, unicode.Variation_Selector)
	}) {
		return "", false
	}
	domain, err := domainProfile().ToASCII(s)
	if err != nil {
		return "", false
	}
	labels := strings.Split(strings.ToLower(domain), ".")
	for _, label := range labels {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
			return "", false
		}
	}
	// At least two labels; a last one of digits alone is the end of an IP address
	// (RFC 3696 §2).
	top := labels[len(labels)-1]
	if len(labels) < 2 || strings.Trim(top, "0123456789") == "" {
		return "", false
	}
	return strings.Join(labels, "."), true
}

// mixed reports whether a piece of s has letters of more than one of the
// alphabets whose letters look alike.
func mixed(s string) bool {
	for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(".-_+", r) }) {
		scripts := 0
		for _, script := range []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic} {
			if strings.ContainsFunc(piece, func(r rune) bool { return unicode.Is(script, r) }) {
				scripts++
			}
		}
		if scripts > 1 {
			return true
		}
	}
	return false
}

// mixedDomain is mixed for what a domain in ASCII shows.
func mixedDomain(domain string) bool {
	shown, err := domainProfile().ToUnicode(domain)
	return err != nil || mixed(shown)
}
