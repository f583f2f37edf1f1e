package account

import (
	"regexp"
	"testing"
	"time"
	"unicode/utf8"
)

func TestPhone(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"": "", "  ": "", "+49 30 123456": "+4930123456", "+1 (555) 010-9999": "+15550109999", "+86.10.1234.5678": "+861012345678",
		"030 123456": "!", "+0 30 123456": "!", "+49": "!", "+1234567890123456": "!", "+49 30 12345x": "!", "+": "!",
	} {
		var p problems
		got := p.phone(typed)
		if len(p.fields) > 0 {
			got = "!"
		}
		if got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

// Whatever is typed, what is kept has one form and is clean.
func FuzzProfile(f *testing.F) {
	f.Add("Anna", "+49 30 123456", "GR")
	f.Add("\xff\x00\u202e", "+٤٩", "zz")
	phone := regexp.MustCompile(`^(\+[1-9][0-9]{6,14})?$`)
	country := regexp.MustCompile(`^([A-Z]{2})?$`)
	f.Fuzz(func(t *testing.T, name, number, region string) {
		var p problems
		name, number, region = p.name("givenName", name), p.phone(number), p.country(region)
		p.birth(time.Time{}, time.Now())
		if !phone.MatchString(number) || !country.MatchString(region) || !utf8.ValidString(name) {
			t.Errorf("%q, %q, %q", name, number, region)
		}
	})
}
