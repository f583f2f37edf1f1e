package email

import (
	"net/mail"
	"strings"
	"testing"
	"unicode"

	"github.com/walletdesk/walletdesk/fault"
)

func TestParse_accepted(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 64)
	label := strings.Repeat("d", 59)
	cases := []struct{ why, in, want string }{
		{"plain", "test@iana.org", "test@iana.org"},
		{"every sign an atom may have", "!#$%&`*+/=?^`{|}~@iana.org", "!#$%&`*+/=?^`{|}~@iana.org"},
		{"an international domain as it is sent", "test@xn--hxajbheg2az3al.xn--jxalpdlp", "test@xn--hxajbheg2az3al.xn--jxalpdlp"},
		{"xn-- in the local part means nothing", "xn--test@iana.org", "xn--test@iana.org"},
		{"digits", "123@iana.org", "123@iana.org"},
		{"two hyphens in a label", "test@c--n.com", "test@c--n.com"},
		{"two hyphens in third and fourth place", "test@r3---sn.example.com", "test@r3---sn.example.com"},
		{"the domain alone is lower-cased", "User@EXAMPLE.com", "User@example.com"},
		{"a tag stays for delivery", "user+tag@gmail.com", "user+tag@gmail.com"},
		{"all in Greek (SMTPUTF8)", "δοκιμή@παράδειγμα.δοκιμή", "δοκιμή@xn--hxajbheg2az3al.xn--jxalpdlp"},
		{"decomposed letters are composed", "δοκιμη\u0301@example.com", "δοκιμή@example.com"},
		{"Chinese", "用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"},
		{"German", "müller@bücher.example", "müller@xn--bcher-kva.example"},
		{"an apostrophe", "o'brien@example.com", "o'brien@example.com"},
		{"a full-width domain, as an input method leaves it", "test@ｉａｎａ．ｏｒｇ", "test@iana.org"},
		{"two alphabets in two pieces", "anna.иванова@example.com", "anna.иванова@example.com"},
		{"64 octets in the local part", long + "@example.com", long + "@example.com"},
		{"254 octets in all", long + "@" + strings.Repeat(label+".", 3) + "exampl.co", long + "@" + strings.Repeat(label+".", 3) + "exampl.co"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, err := Parse("email", c.in)
			if err != nil || got.String() != c.want {
				t.Errorf("Parse(%q) = %q, %v; want %q", c.in, got, err, c.want)
			}
		})
	}
}

func TestParse_refused(t *testing.T) {
	t.Parallel()
	label := strings.Repeat("d", 63)
	cases := []struct{ why, in, code string }{
		{"empty", "", "EMPTY"},
		{"no at sign", "test", "INVALID_EMAIL"},
		{"no local part", "@iana.org", "INVALID_EMAIL"},
		{"no domain", "test@", "INVALID_EMAIL"},
		{"a dot first", ".test@iana.org", "INVALID_EMAIL"},
		{"a dot first and no domain", ".test@", "INVALID_EMAIL"},
		{"a dot last", "test.@iana.org", "INVALID_EMAIL"},
		{"a dot last and no domain", "test.@", "INVALID_EMAIL"},
		{"two dots", "te..st@iana.org", "INVALID_EMAIL"},
		{"a label that begins with a hyphen", "test@-iana.org", "INVALID_EMAIL"},
		{"a label that ends with a hyphen", "test@iana-.com", "INVALID_EMAIL"},
		{"an empty first label", "test@.iana.org", "INVALID_EMAIL"},
		{"an empty last label", "test@iana.org.", "INVALID_EMAIL"},
		{"an empty label between", "test@iana..org", "INVALID_EMAIL"},
		{"an escaped at sign", `test\@test@iana.org`, "INVALID_EMAIL"},
		{"two at signs", "a@b@iana.org", "INVALID_EMAIL"},
		{"a line feed would begin another header", "test@iana.org\n", "INVALID_EMAIL"},
		{"another header", "test@iana.org\r\nBcc: x@example.com", "INVALID_EMAIL"},
		{"a line feed in the local part", "te\nst@iana.org", "INVALID_EMAIL"},
		{"a card number before the at sign", "4539148803436467@iana.org", "CARD_NUMBER"},
		{"a card number in groups", "anna.4539-1488-0343-6467@iana.org", "CARD_NUMBER"},
		{"a card number as a domain", "anna@4539148803436467.example", "CARD_NUMBER"},
		{"NUL", "test\x00@iana.org", "INVALID_EMAIL"},
		{"NUL in the domain", "test@iana\x00.org", "INVALID_EMAIL"},
		{"a quoted local part", `"test"@iana.org`, "INVALID_EMAIL"},
		{"an empty quoted local part", `""@iana.org`, "INVALID_EMAIL"},
		{"an empty quoted local part alone", `""@`, "INVALID_EMAIL"},
		{"an address literal", "test@[255.255.255.255]", "INVALID_EMAIL"},
		{"an IPv6 literal", "test@[IPv6:::1]", "INVALID_EMAIL"},
		{"an address without brackets", "test@127.0.0.1", "INVALID_EMAIL"},
		{"a comment", "(comment)test@iana.org", "INVALID_EMAIL"},
		{"a comment behind", "test@iana.org(comment)", "INVALID_EMAIL"},
		{"folding white space", "test\r\n @iana.org", "INVALID_EMAIL"},
		{"a space before the at sign", "test @iana.org", "INVALID_EMAIL"},
		{"a domain without a dot", "test@io", "INVALID_EMAIL"},
		{"an underscore in the domain", "test@a_b.com", "INVALID_EMAIL"},
		{"a list", "a@b.co, c@d.co", "INVALID_EMAIL"},
		{"a display name", "Name <a@b.co>", "INVALID_EMAIL"},
		{"a right-to-left override in the local part", "te\u202est@iana.org", "INVALID_EMAIL"},
		{"a right-to-left override in the domain", "test@ia\u202ena.org", "INVALID_EMAIL"},
		{"a zero-width space in the domain", "test@ia\u200bna.org", "INVALID_EMAIL"},
		{"a soft hyphen in the domain", "test@ia\u00adna.org", "INVALID_EMAIL"},
		{"a no-break space", "te\u00a0st@iana.org", "INVALID_EMAIL"},
		{"bytes that are no UTF-8", "te\xffst@iana.org", "INVALID_EMAIL"},
		{"a label that is no punycode", "test@xn--a.org", "INVALID_EMAIL"},
		{"a Cyrillic р and а before Latin letters", "раypal@example.com", "MIXED_SCRIPT"},
		{"a Cyrillic а in the domain", "test@pаypal.com", "MIXED_SCRIPT"},
		{"the same as it is sent", "test@xn--pypal-4ve.com", "MIXED_SCRIPT"},
		{"65 octets in the local part", strings.Repeat("a", 65) + "@example.com", "TOO_LONG"},
		{"33 Greek letters are 66 octets", strings.Repeat("δ", 33) + "@example.com", "TOO_LONG"},
		{"a label of 64", "test@" + label + "d.com", "INVALID_EMAIL"},
		{"255 octets in all", strings.Repeat("a", 63) + "@" + strings.Repeat(label+".", 2) + label[:62] + ".com.", "INVALID_EMAIL"},
		{"255 octets without the dot", strings.Repeat("a", 64) + "@" + strings.Repeat(label+".", 2) + label[:58] + ".com", "TOO_LONG"},
		{"very much", strings.Repeat("a", 10000) + "@example.com", "TOO_LONG"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, err := Parse("input.email", c.in)
			f, ok := fault.As(err)
			if !ok || f.Fields[0].Code != c.code || f.Fields[0].Field != "input.email" || got != (Address{}) {
				t.Errorf("Parse(%q) = %q, %v; want %s", c.in, got, err, c.code)
			}
		})
	}
}

func TestAddress_keys(t *testing.T) {
	t.Parallel()
	cases := []struct{ why, in, compare, throttle string }{
		{"case does not matter", "User@EXAMPLE.com", "user@example.com", "user@example.com"},
		{"a tag is another address and the same mailbox", "User+Tag@example.com", "user+tag@example.com", "user@example.com"},
		{"dots count", "a.b@example.com", "a.b@example.com", "a.b@example.com"},
		{"but not at Gmail", "A.B+x@Gmail.com", "a.b+x@gmail.com", "ab@gmail.com"},
		{"Gmail's other name", "a.b@googlemail.com", "a.b@googlemail.com", "ab@gmail.com"},
		{"nothing but a tag", "+x@example.com", "+x@example.com", "+x@example.com"},
		{"a final sigma", "ΟΔΥΣΣΕΥΣ@example.com", "οδυσσευσ@example.com", "οδυσσευσ@example.com"},
		{"and its small letter", "οδυσσευς@example.com", "οδυσσευσ@example.com", "οδυσσευσ@example.com"},
		{"a domain in its own letters", "a@BÜCHER.example", "a@xn--bcher-kva.example", "a@xn--bcher-kva.example"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			a, err := Parse("email", c.in)
			if err != nil {
				t.Fatal(err)
			}
			if a.Compare() != c.compare || a.Throttle() != c.throttle {
				t.Errorf("compared as %q, counted as %q", a.Compare(), a.Throttle())
			}
			if _, domain, _ := strings.Cut(a.String(), "@"); a.Domain() != domain {
				t.Errorf("domain is %q", a.Domain())
			}
		})
	}
	var none Address
	if none.String()+none.Compare()+none.Throttle()+none.Domain() != "" {
		t.Error("no address has a text")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"test@iana.org", "δοκιμή@παράδειγμα.δοκιμή", "a+b@GMAIL.com", "\"x\"@y.z", "a@xn--pypal-4ve.com", "ﬁ@ǆ.com"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := Parse("email", s)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		text := a.String()
		if again, err := Parse("email", text); err != nil || again != a {
			t.Errorf("%q → %q → %q, %v", s, text, again, err)
		}
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) ||
			strings.Count(text, "@") != 1 || len(text) > maxAddress {
			t.Errorf("%q → %q can't stand in a header", s, text)
		}
		// The standard library's parser agrees that it is one address, this one.
		if std, err := mail.ParseAddress(text); err != nil || std.Address != text {
			t.Errorf("%q → %q is read by others as %v, %v", s, text, std, err)
		}
		for _, key := range []string{a.Compare(), a.Throttle()} {
			if b, err := Parse("email", key); err == nil && b.Compare() != key && b.Throttle() != key {
				t.Errorf("%q has the key %q, which has %q", s, key, b.Compare())
			}
		}
	})
}
