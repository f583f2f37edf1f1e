package inbox

import (
	"strings"
	"testing"
)

func FuzzParse(f *testing.F) {
	f.Add("To: a@b.example\r\nSubject: x\r\nDate: Fri, 01 May 2026 12:00:00 +0000\r\n" +
		"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhttps://x.example\r\n--b--\r\n")
	f.Add("To: a@b.example\r\nContent-Type: multipart/alternative\r\n\r\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parse(strings.NewReader(text))
		if err == nil && m.To == "" {
			t.Errorf("a mail to nobody: %+v", m)
		}
	})
}
