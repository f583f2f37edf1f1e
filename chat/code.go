package chat

import (
	"context"
	"strconv"
	"unicode"

	"github.com/walletdesk/walletdesk/secret"
)

// hiddenCode stands where a recovery's code was.
const hiddenCode = "••••••••"

// hideCodes masks the codes of the mails of a recovery that is under way: nobody from
// support ever asks for one, so whoever types it here is being talked out of it. The
// code dies before the text is stored.
func (s *Service) hideCodes(ctx context.Context, accountID string, e *entry, text string) (string, error) {
	spans, words := codeLike(text)
	if len(words) == 0 {
		return text, nil
	}
	now := s.log.now()
	if until, ok := s.quiet.find(accountID); ok && now.Before(until) {
		return text, nil
	}
	shown, err := s.recovery.ShownCodes(ctx, accountID, words)
	if err != nil {
		return "", err
	}
	if shown == nil {
		s.quiet.put(accountID, now.Add(quietFor))
		return text, nil
	}
	hidden := 0
	for i := len(spans) - 1; i >= 0; i-- { // from the end, so that the others stay in place
		if shown[i] && spans[i].end <= len(text) {
			text = text[:spans[i].start] + hiddenCode + text[spans[i].end:]
			hidden++
		}
	}
	if hidden > 0 {
		if e.detail == nil {
			e.detail = map[string]string{}
		}
		e.detail["masked"] = strconv.Itoa(hidden)
	}
	return text, nil
}

// stretch is where a word stands in a text, in bytes.
type stretch struct{ start, end int }

// codeLike finds what could be a code: a word of eight of its characters, or two
// words that are as long together, as the mail's code is read out.
func codeLike(text string) (spans []stretch, words []string) {
	all := wordsOf(text)
	for i, w := range all {
		for _, end := range []int{i, i + 1} {
			if end >= len(all) {
				continue
			}
			typed := text[w.start:all[end].end]
			if _, ok := secret.NormaliseCode(typed); ok {
				spans, words = append(spans, stretch{w.start, all[end].end}), append(words, typed)
			}
		}
	}
	return spans, words
}

// wordsOf are the runs of letters, digits and hyphens.
func wordsOf(text string) []stretch {
	var all []stretch
	in := false
	for i, r := range text {
		part := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.In(r, unicode.Pd, unicode.Cf)
		switch {
		case part && !in:
			all = append(all, stretch{i, i})
		case !part && in:
			all[len(all)-1].end = i
		}
		in = part
	}
	if in {
		all[len(all)-1].end = len(text)
	}
	return all
}
