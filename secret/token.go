package secret

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	tokenSize = 32 // 256 random bits
	codeSize  = 5  // 40 random bits, 8 characters of 5 bits
	codeLen   = 8
)

// crockford is Douglas Crockford's base 32: no I, L, O, U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewToken draws a token of 256 bits from r (crypto/rand.Reader) and returns it
// as base64url, for the cookie or the link, with its SHA-256, for the database.
// It panics when r fails: no token may be made of fewer bits.
func NewToken(r io.Reader) (string, []byte) {
	token := base64.RawURLEncoding.EncodeToString(draw(r, tokenSize))
	return token, TokenSum(token)
}

// TokenSum is the SHA-256 of a token as it is kept. A token has 256 random bits,
// so that a plain hash is enough to find it by and tells nothing.
func TokenSum(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// NewCode draws a code of 8 characters (40 bits) from r. It is weak against a
// plain hash: keep Keys.MAC of it, bound to what it is for. Panics when r fails.
func NewCode(r io.Reader) string {
	return base32.NewEncoding(crockford).EncodeToString(draw(r, codeSize))
}

// NormaliseCode turns what a person typed into the code that was meant: case,
// spaces, hyphens, full-width forms, Greek and Cyrillic look-alikes and O, I, L
// don't matter. False when it can't be a code; such input costs no try.
func NormaliseCode(s string) (string, bool) {
	code := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(FoldTyped(s))
	if len(code) != codeLen {
		return "", false
	}
	for _, r := range code {
		if !strings.ContainsRune(crockford, r) {
			return "", false
		}
	}
	return code, true
}

// maxTyped is how many bytes of typed input are looked at; no code or captcha
// comes near it, and folding is work that a caller should not get for nothing.
const maxTyped = 256

// FoldTyped is for short things read off a mail or a picture and typed: NFKC,
// upper case, no spaces, hyphens and invisible characters, and Latin letters for
// the Greek and Cyrillic ones that look the same. "" for more than 256 bytes.
func FoldTyped(s string) string {
	if len(s) > maxTyped {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) || r == '\u2212' {
			return -1
		}
		if latin, ok := lookalike(r); ok {
			return latin
		}
		return r
	}, strings.ToUpper(norm.NFKC.String(s)))
}

// lookalike is the Latin capital that a Greek or Cyrillic capital looks like.
func lookalike(r rune) (rune, bool) {
	const (
		from = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ" + "АВЕКМНОРСТУХЅІЈԚԜҮ"
		to   = "ABEZHIKMNOPTYXCJ" + "ABEKMHOPCTYXSIJQWY"
	)
	i := 0
	for _, f := range from {
		if f == r {
			return rune(to[i]), true
		}
		i++
	}
	return 0, false
}

// draw reads n bytes from r, all of them.
func draw(r io.Reader, n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		panic("secret: the source of randomness failed: " + err.Error())
	}
	return b
}
