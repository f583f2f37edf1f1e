package server

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/text/language"
)

//go:embed pages/words.json
var wordsText []byte

// words are the sentences of the server's own pages by language and name; a
// failure's are found by its code, else by its kind.
type words struct {
	of      map[string]map[string]string
	matcher language.Matcher
	tags    []string // in the matcher's order, English first
}

func readWords() (*words, error) {
	w := &words{tags: []string{"en", "el", "ru", "zh"}}
	if err := json.Unmarshal(wordsText, &w.of); err != nil {
		return nil, fmt.Errorf("words of the server's pages: %w", err)
	}
	tags := make([]language.Tag, 0, len(w.tags))
	for _, name := range w.tags {
		tag, err := language.Parse(name)
		if err != nil {
			return nil, fmt.Errorf("words of the server's pages: %w", err)
		}
		if w.of[name] == nil {
			return nil, fmt.Errorf("words of the server's pages: %s is missing", name)
		}
		tags = append(tags, tag)
	}
	w.matcher = language.NewMatcher(tags)
	return w, nil
}

// longestAccept bounds what is read of an Accept-Language header, in bytes.
const longestAccept = 512

// languageOf is the language somebody reads: the one chosen in the pages, else
// the first of the browser's that there is, else English. The support service
// reads English.
func (w *words) languageOf(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, "/auth/workforce/") || strings.HasPrefix(r.URL.Path, "/console") {
		return "en"
	}
	if chosen := chosenLanguage(r); w.of[chosen] != nil {
		return chosen
	}
	header := r.Header.Get("Accept-Language")
	if len(header) > longestAccept {
		return "en"
	}
	// What can't be read says nothing.
	asked, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(asked) == 0 {
		return "en"
	}
	_, i, confidence := w.matcher.Match(asked...)
	if confidence == language.No {
		return "en"
	}
	return w.tags[i]
}

// htmlLang is a language as the lang attribute names it: the Chinese is written
// in simplified characters.
func htmlLang(language string) string {
	if language == "zh" {
		return "zh-Hans"
	}
	return language
}
