package server

import (
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestWords_EveryLanguageSaysTheSame(t *testing.T) {
	t.Parallel()
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	english := slices.Sorted(maps.Keys(w.of["en"]))
	for name, of := range w.of {
		if got := slices.Sorted(maps.Keys(of)); !slices.Equal(got, english) {
			t.Errorf("%s has %v, English %v", name, got, english)
		}
		for key, text := range of {
			if strings.TrimSpace(text) == "" || (name != "en" && text == w.of["en"][key]) {
				t.Errorf("%s: %s is not translated", name, key)
			}
		}
	}
}

func TestWords_LanguageOf(t *testing.T) {
	t.Parallel()
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ why, path, accept, cookie, want string }{
		{"the browser's", "/x", "el-GR,el;q=0.9,en;q=0.8", "", "el"},
		{"the first there is", "/x", "fr-FR,ru;q=0.7,en;q=0.5", "", "ru"},
		{"the browser's order is by weight", "/x", "en;q=0.3,zh-CN", "", "zh"},
		{"one that is chosen wins", "/x", "el", "ru", "ru"},
		{"a cookie of nonsense says nothing", "/x", "el", "../../etc", "el"},
		{"none there is", "/x", "fr,de", "", "en"},
		{"nothing said", "/x", "", "", "en"},
		{"nonsense", "/x", ";;;q=é", "", "en"},
		{"a header without end", "/x", strings.Repeat("el,", 1000), "", "en"},
		{"the support service reads English", "/auth/workforce/callback", "el", "el", "en"},
		{"the console, too", "/console/nothing", "ru", "", "en"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", tt.path, nil)
			r.Header.Set("Accept-Language", tt.accept)
			if tt.cookie != "" {
				r.Header.Set("Cookie", languageCookie+"="+tt.cookie)
			}
			if got := w.languageOf(r); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzWords_LanguageOf(f *testing.F) {
	w, err := readWords()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"el-GR,el;q=0.9", "zh-Hant-TW", "*", "en;q=-1", "x-klingon", strings.Repeat("a-", 200)} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, accept, cookie string) {
		r := httptest.NewRequest("GET", "/x", nil)
		r.Header.Set("Accept-Language", accept)
		r.Header.Set("Cookie", languageCookie+"="+cookie)
		if got := w.languageOf(r); w.of[got] == nil {
			t.Errorf("there is no %q", got)
		}
	})
}
