package cage_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/document/cage"
	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/reader"
	"github.com/walletdesk/walletdesk/document/rule"
)

// openReader shares one warm reader: a process can have only one.
var openReader = sync.OnceValues(func() (*reader.Reader, error) { return reader.Open(readerDir(), 2) })

// readerDir is WALLETDESK_READER_DIR, else var/reader of the module.
func readerDir() string {
	if dir := os.Getenv("WALLETDESK_READER_DIR"); dir != "" {
		return dir
	}
	dir, _ := os.Getwd()
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	return filepath.Join(dir, "var", "reader")
}

// prefixes are those of the networks of the test numbers.
func prefixes() []string {
	var out []string
	for _, n := range append(corpus.Numbers(), corpus.Amex) {
		out = append(out, n[:4])
	}
	return out
}

// TestJudge_Corpus asks for the two things that must hold for every picture:
// none that shows more than first 4 and last 4 is accepted, none that is covered
// well is refused. Most of the latter must be accepted.
func TestJudge_Corpus(t *testing.T) {
	r, err := openReader()
	if err != nil {
		t.Fatal(err)
	}
	accepted, good := 0, 0
	for _, p := range corpus.Small(7) {
		if dir := os.Getenv("WALLETDESK_CORPUS_DUMP"); dir != "" {
			data, _ := picture.Encode(p.Image)
			_ = os.WriteFile(filepath.Join(dir, p.Class+".jpg"), data, 0o600)
		}
		start := time.Now()
		a, err := cage.Judge(r, p.Image, cage.Question{Card: p.Card, Covers: p.Covers, Windows: p.Windows, Prefixes: prefixes()})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-20s want %s got %s %s %d %s %s (want %s %s) %d ms", p.Class, p.Want, a.Verdict, a.Reason, a.Visible, a.First4, a.Last4, p.First4, p.Last4, time.Since(start).Milliseconds())
		switch {
		case p.Want == corpus.Reject && a.Verdict == rule.Accepted:
			t.Errorf("%s: accepted a picture that shows more than first 4 and last 4", p.Class)
		case p.Want == corpus.Accept && a.Verdict == rule.Refused:
			t.Errorf("%s: refused (%s, %d visible) a picture that is covered well", p.Class, a.Reason, a.Visible)
		}
		if p.Want == corpus.Accept {
			good++
			if a.Verdict == rule.Accepted {
				accepted++
			}
		}
	}
	t.Logf("accepted %d of %d", accepted, good)
}
