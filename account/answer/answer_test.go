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

		// Latin
		{"a capital Ł decomposes nowhere", "ŁÓDŹ", "Łódź", true},
		{"German umlauts are marks, not ue", "Müller", "Muller", true},
		{"so ue is another spelling", "Müller", "Mueller", false},
		{"ñ", "España", "ESPANA", true},
		{"ç and cedilla apart", "Curaçao", "Curac\u0327ao", true},
		{"two marks in the other order", "a\u0323\u0302", "a\u0302\u0323", true},
		{"Vietnamese tones", "Nguyễn", "nguyen", true},
		{"Vietnamese đ in capitals", "ĐẶNG", "đặng", true},
		{"Romanian comma and cedilla", "Timișoara", "Timişoara", true},
		{"Czech", "Příbram", "PRIBRAM", true},
		{"Hungarian double acute", "Győr", "gyor", true},
		{"Maltese ħ has no base and stays", "Ħal", "Hal", false},
		{"Icelandic eth", "Guðrún", "gudrun", true},
		{"capital thorn", "ÞÓR", "þór", true},
		{"ligatures of three letters", "eﬃcient", "efficient", true},
		{"long s of old print", "Waſſer", "wasser", true},
		{"the Kelvin sign", "\u212Aelvin", "kelvin", true},
		{"roman numeral as one character", "Ludwig Ⅳ", "ludwig iv", true},
		{"superscript", "10²", "102", true},
		{"circled digits", "①②③", "123", true},
		{"mathematical bold", "𝐏𝐚𝐫𝐢𝐬", "paris", true},
		{"ŉ comes apart into an apostrophe", "ŉ", "n", true},

		// Greek
		{"sigma at the end and within", "σοφός", "ΣΟΦΟΣ", true},
		{"lunate sigma", "ϲοφία", "σοφία", true},
		{"dialytika with tonos", "Μαΐου", "ΜΑΪΟΥ", true},
		{"polytonic breathings", "Ἀθῆναι", "Αθηναι", true},
		{"iota subscript folds to an iota", "ᾳ", "αι", true},
		{"tonos and oxia are one", "\u03ac", "\u1f71", true},
		{"the tonos alone before a capital", "΄Αννα", "Άννα", true},
		{"beta symbol", "ϐίβλος", "βίβλος", true},
		{"micro sign", "µ", "μ", true},
		{"ano teleia is punctuation", "α·β", "α β", true},
		{"the Greek question mark is punctuation", "ποιος\u037e", "ποιος", true},
		{"Greek is no Latin that looks like it", "ΑΝΝΑ", "ANNA", false},

		// Cyrillic
		{"capitals", "ЩЁЛКОВО", "щелково", true},
		{"й composed and decomposed", "\u0439од", "\u0438\u0306од", true},
		{"capital Й", "ЙОД", "йод", true},
		{"Ukrainian ї is і with a mark", "Київ", "Киів", true},
		{"Ukrainian ґ is no г", "ґанок", "ганок", false},
		{"Belarusian ў", "воўк", "воук", true},
		{"a stress mark", "за\u0301мок", "замок", true},
		{"Serbian ђ is a letter of its own", "ђак", "дак", false},
		{"the hard sign counts", "объект", "обект", false},
		{"Cyrillic с is no Latin c", "сон", "cон", false},

		// Arabic and Hebrew
		{"shadda", "محمّد", "محمد", true},
		{"tanwin", "شكراً", "شكرا", true},
		{"superscript alef", "رحمٰن", "رحمن", true},
		{"madda makes a letter", "آمن", "امن", false},
		{"a presentation form", "ﻣﺤﻤﺪ", "محمد", true},
		{"lam-alef ligature", "ﻻ", "لا", true},
		{"zero-width non-joiner", "می\u200cخواهم", "میخواهم", true},
		{"Persian kaf is no Arabic kaf", "کتاب", "كتاب", false},
		{"right-to-left marks", "\u200fشمس\u200e", "شمس", true},
		{"Hebrew dagesh", "שַׁבָּת", "שבת", true},
		{"a final Hebrew letter is another one", "שלום", "שלומ", false},
		{"geresh is an apostrophe", "צ׳רלי", "צרלי", true},

		// Devanagari, Thai
		{"Devanagari composed and decomposed", "\u0958", "\u0915\u093c", true},
		{"another vowel sign", "कि", "की", false},
		{"the virama counts", "क्या", "कया", false},
		{"Devanagari digits stay what they are", "१२३", "123", false},
		{"Thai tone marks count", "ใหม่", "ใหม", false},

		// Chinese, Japanese, Korean
		{"full-width letters and an ideographic space", "ＡＢＣ　Ｄ", "abc d", true},
		{"full-width punctuation", "北京，上海", "北京 上海", true},
		{"simplified is not traditional", "台湾", "臺灣", false},
		{"a compatibility ideograph", "\uf900", "\u8c48", true},
		{"a variation selector", "葛\U000e0100", "葛", true},
		{"kana's voicing, half-width", "ｶﾞ", "ガ", true},
		{"small kana count", "きゃ", "きや", false},
		{"the long vowel mark counts", "ラーメン", "ラメン", false},
		{"one square of Japanese letters", "㍿", "株式会社", true},
		{"Hangul by its letters", "\u1112\u1161\u11ab", "\ud55c", true},
		{"Hangul half-width letters", "ﾡ", "ᄀ", true},
		{"another syllable", "한국", "한굴", false},

		// What can't be seen, and what stands between
		{"soft hyphen", "Groß\u00adstadt", "grossstadt", true},
		{"byte order mark", "\ufeffParis", "paris", true},
		{"direction override", "\u202eParis\u202c", "paris", true},
		{"word joiner", "a\u2060b", "ab", true},
		{"combining grapheme joiner", "a\u034fb", "ab", true},
		{"tab and line break are spaces", "a\tb\nc", "a b c", true},
		{"a narrow no-break space", "12\u202f000", "12 000", true},
		{"a dash of any length", "Aix–en—Provence", "aix-en-provence", true},
		{"quotation marks", "«Мир»", "мир", true},
		{"a full stop without its space is one", "St.Petersburg", "St Petersburg", true},
		{"left out altogether it is another word", "StPetersburg", "St Petersburg", false},
		{"an ampersand", "Tom & Jerry", "tom jerry", true},
		{"a plus is a sign, not punctuation", "C+", "C", false},
		{"an emoji is something one can type", "cat 🐈", "cat", false},
		{"its skin tone too", "👍🏽", "👍", false},
		{"its variation selector not", "❤\ufe0f", "❤", true},
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
