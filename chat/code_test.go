package chat

import "testing"

// Whoever types a recovery's code here is being talked out of it: nobody gets to read
// it, however it is written, and other words stay as they are.
func TestService_Send_masksLiveCodes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	customer := d.customer(t)
	c := d.opened(t, customer)
	for _, tt := range []struct{ why, text, want string }{
		{"alone", shownCode, hiddenCode},
		{"in a sentence", "the code is 7XK2M9QA, thanks", "the code is " + hiddenCode + ", thanks"},
		{"as it is read out", "7xk2 m9qa", hiddenCode},
		{"with a hyphen", "code: 7XK2-M9QA.", "code: " + hiddenCode + "."},
		{"full-width", "７ＸＫ２Ｍ９ＱＡ", hiddenCode},
		{"twice", "7XK2M9QA 7XK2M9QA", hiddenCode + " " + hiddenCode},
		{"a word of eight letters", "tomorrow", "tomorrow"},
		{"two words of four", "that card", "that card"},
		{"another code", "7XK2M9QB", "7XK2M9QB"},
		{"part of a longer word", "7XK2M9QAA", "7XK2M9QAA"},
		{"Greek beside it", "ο κωδικός 7XK2M9QA είναι", "ο κωδικός " + hiddenCode + " είναι"},
	} {
		sent := d.say(t, customer, c.ID, tt.text)
		if sent.Message.Body != tt.want || (sent.Masked > 0) != (tt.want != tt.text) {
			t.Errorf("%s: %q, %d masked", tt.why, sent.Message.Body, sent.Masked)
		}
	}
}

func FuzzCodeLike(f *testing.F) {
	for _, text := range []string{"7XK2-M9QA", "７ＸＫ２ Ｍ９ＱＡ", "a\u200bb", "\xff7XK2M9QA", "- -"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		spans, words := codeLike(text)
		for i, s := range spans {
			if s.start >= s.end || text[s.start:s.end] != words[i] {
				t.Errorf("%q: %v is not %q", text, s, words[i])
			}
		}
	})
}
