package answer

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/walletdesk/walletdesk/fault"
)

// normal is Normalise of the present version.
func normal(t *testing.T, s string) string {
	t.Helper()
	n, err := Normalise(Version, s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNormalise_pairs(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why  string
		a, b string
		same bool
	}{
		{"final sigma and accent", "ΟΔΥΣΣΕΥΣ", "Οδυσσεύς", true},
		{"accented capitals", "ΆΊΔΗΣ", "άίδης", true},
		{"the dot of İ", "İstanbul", "istanbul", true},
		{"no dot on ı", "ISTANBUL", "ıstanbul", true},
		{"all three Turkish ways", "İSTANBUL", "ıstanbul", true},
		{"sharp s", "Straße", "STRASSE", true},
		{"capital sharp s", "Straße", "STRAẞE", true},
		{"full-width", "ＴＯＫＹＯ", "tokyo", true},
		{"composed and decomposed", "caf\u00e9", "cafe\u0301", true},
		{"case of an accented letter", "café", "CAFÉ", true},
		{"accent left out", "café", "cafe", true},
		{"curly apostrophe", "O’Brien", "O'Brien", true},
		{"apostrophe left out", "O’Brien", "OBrien", true},
		{"an acute accent typed for an apostrophe", "O´Brien", "OBrien", true},
		{"an apostrophe is no space", "O'Brien", "O Brien", false},
		{"ligature", "ﬁat", "fiat", true},
		{"й is a letter of its own", "йод", "иод", false},
		{"ё is written as е", "Ёлка", "елка", true},
		{"Polish", "Łódź", "lodz", true},
		{"Danish, Norwegian", "Ærø", "aero", true},
		{"Icelandic", "Þórður", "thordur", true},
		{"French ligature", "Œuvre", "oeuvre", true},
		{"Croatian, Vietnamese", "Đà Nẵng", "da nang", true},
		{"the Ångström sign", "\u212Bngström", "angstrom", true},
		{"punctuation", "St. Petersburg", "st petersburg", true},
		{"hyphens", "Jean-Luc", "jean luc", true},
		{"no-break space", "a\u00a0b", "a  b", true},
		{"zero-width space", "a\u200bb", "ab", true},
		{"spaces around", "  ab \n", "ab", true},
		{"Korean composed and decomposed", norm.NFC.String("한국"), norm.NFD.String("한국"), true},
		{"full-width digits", "１２３", "123", true},
		{"Devanagari's vowel signs", "नमस्ते", "नमसत", false},
		{"Arabic vowel signs", "صَبَاح", "صباح", true},
		{"Arabic tatweel", "صـباح", "صباح", true},
		{"Arabic hamza makes a letter", "سأل", "سال", false},
		{"Hebrew points", "צְבִי", "צבי", true},
		{"Arabic-Indic digits stay what they are", "١٢٣", "123", false},
		{"Hiragana is not Katakana", "とうきょう", "トウキョウ", false},
		{"half-width Katakana", "ﾄｳｷｮｳ", "トウキョウ", true},
		{"kana's voicing", "か", "が", false},
		{"a Latin M in a Russian word", "Москва", "Mосква", false},
		{"another word", "Berlin", "Bonn", false},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			a, b := normal(t, c.a), normal(t, c.b)
			if (a == b) != c.same {
				t.Errorf("%q → %q, %q → %q; same must be %v", c.a, a, c.b, b, c.same)
			}
		})
	}
}

// What version 1 makes of an answer is stored as a hash: it never changes.
func TestNormalise_version1(t *testing.T) {
	t.Parallel()
	cases := []struct{ in, want string }{
		{"  Οδυσσεύς, ο Ἰθακήσιος! ", "οδυσσευσ ο ιθακησιοσ"},
		{"Йод — и Ёж", "и\u0306од и еж"},
		{"«C++» & ½", "c++ 1⁄2"},
		{"\u0301\u0301", "\u0301\u0301"},
		{"...", ""},
		{"\xff", "\uFFFD"},
	}
	for _, c := range cases {
		if got := normal(t, c.in); got != c.want {
			t.Errorf("%q → %q, want %q", c.in, got, c.want)
		}
	}
}

func TestNormalise_version(t *testing.T) {
	t.Parallel()
	for _, v := range []int{0, Version + 1} {
		if n, err := Normalise(v, "x"); err == nil {
			t.Errorf("version %d gives %q", v, n)
		}
	}
}

func TestNormalise_long(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", MaxBytes)
	if got := normal(t, "a"+long); got != "a"+strings.Repeat("e", (MaxBytes-1)/2) {
		t.Errorf("%d bytes are left", len(got))
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const question = "What was the name of your first teacher?"
	cases := []struct{ why, question, answer, want, code string }{
		{"a good one", question, "Mrs. Κόκκινου", "mrs κοκκινου", ""},
		{"two alphabets in two words", question, "Anna Иванова", "anna иванова", ""},
		{"a Chinese name of two characters", question, "李白", "李白", ""},
		{"Japanese with Latin", question, "Tシャツ", norm.NFD.String("tシャツ"), ""},
		{"digits with letters", question, "Mrs 42", "mrs 42", ""},
		{"one of the question's words and another one", question, "teacher Kim", "teacher kim", ""},
		{"nothing", question, "", "", "EMPTY"},
		{"only punctuation", question, " -- ", "", "EMPTY"},
		{"too long", question, strings.Repeat("a b", 200), "", "TOO_LONG"},
		{"a Latin M in a Russian word", question, "Mосква", "", "MIXED_SCRIPT"},
		{"a Greek omicron in a Latin word", question, "Lοndon", "", "MIXED_SCRIPT"},
		{"two letters", question, "Al", "", "TOO_SHORT"},
		{"two letters and much else", question, "A. - l!", "", "TOO_SHORT"},
		{"one Chinese character", question, "李", "", "TOO_SHORT"},
		{"one letter again and again", question, "aaaa aaa", "", "GUESSABLE"},
		{"one in capitals and not", question, "AaAa", "", "GUESSABLE"},
		{"the question's words", question, "My first teacher", "my first teacher", ""},
		{"only the question's words", question, "first TEACHER", "", "GUESSABLE"},
		{"a Greek question's word", "Ποιος ήταν ο πρώτος σας δάσκαλος;", "ΔΑΣΚΑΛΟΣ", "", "GUESSABLE"},
		{"an evasion", question, "I don't know", "", "GUESSABLE"},
		{"an evasion with punctuation", question, "N/A.", "", "TOO_SHORT"},
		{"a Russian evasion", question, "Не знаю!", "", "GUESSABLE"},
		{"a Chinese evasion", question, "不知道", "", "GUESSABLE"},
		{"a Greek evasion with a final sigma", question, "Κανένας", "", "GUESSABLE"},
		{"keys in a row", question, "qwerty", "", "GUESSABLE"},
		{"keys in a row, Russian layout", question, "Йцукен", "", "GUESSABLE"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got, err := Check("answers.1.answer", c.question, c.answer)
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if f, ok := fault.As(err); (c.code != "") != ok || ok && (f.Fields[0].Code != c.code || f.Fields[0].Field != "answers.1.answer") {
				t.Errorf("error is %v, want %q", err, c.code)
			}
		})
	}
}

// Each character of the planes in use, behind a letter, settles at once.
func TestNormalise_settles(t *testing.T) {
	t.Parallel()
	for r := rune(0); r < 0x32000; r++ {
		once := normalise1("a" + string(r) + "b")
		if twice := normalise1(once); twice != once {
			t.Errorf("%U: %q → %q", r, once, twice)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"ΟΔΥΣΣΕΥΣ", "İstanbul", "Straße", "O’Brien´", "ﬁ\u0345", "צְבִי", "\u1fbf\u0306и\u200b\u0306", "ﷺ½ ͅ", "ŉ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := normal(t, s)
		// A form can be longer than what is looked at; then there is no twice.
		if len(once) > MaxBytes {
			return
		}
		if twice := normal(t, once); twice != once {
			t.Errorf("%q → %q → %q", s, once, twice)
		}
		if !utf8.ValidString(once) || strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
			t.Errorf("%q → %q", s, once)
		}
		if n, err := Check("f", "", s); err == nil && n != once && len(s) <= MaxBytes {
			t.Errorf("chosen as %q, compared as %q", n, once)
		}
		if words := strings.Fields(once); slices.Contains(words, "") {
			t.Errorf("%q has an empty word", once)
		}
	})
}
