//go:build !race

package cage_test

// Judging pictures is one thread's arithmetic, so the race detector finds nothing
// here and makes it three times as long: scripts/test runs this file without it. The
// gate's own tests read pictures with the detector on.

import (
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

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

// TestJudge_Corpus asks for the two things that must hold for every picture:
// none that shows more than first 4 and last 4 is accepted, none that is covered
// well is refused. Most of the latter must be accepted, with the right digits.
//
// WALLETDESK_CORPUS_SEEDS widens it to so many pictures a class.
func TestJudge_Corpus(t *testing.T) {
	t.Parallel()
	r, err := openReader()
	if err != nil {
		t.Fatal(err)
	}
	good, accepted := 0, 0
	for seed := range seeds(t) {
		for _, class := range corpus.Classes() {
			p, _ := corpus.Draw(class, uint64(seed+7))
			a, err := cage.Judge(r, viaJPEG(t, p.Image),
				cage.Question{Card: p.Card, Covers: p.Covers, Windows: p.Windows, Prefixes: prefixes()})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%-20s %d: %s, got %s %s %d", class, seed, p.Want, a.Verdict, a.Reason, a.Visible)
			switch {
			case p.Want == corpus.Reject && a.Verdict == rule.Accepted:
				t.Errorf("%s, seed %d: accepted a picture that shows more than it may", class, seed)
			case p.Want == corpus.Accept && a.Verdict == rule.Refused:
				t.Errorf("%s, seed %d: refused (%s, %d visible) a picture that is covered well", class, seed, a.Reason, a.Visible)
			case a.Verdict == rule.Accepted && (a.First4 != p.First4 || a.Last4 != p.Last4):
				t.Errorf("%s, seed %d: read other groups than there are", class, seed)
			}
			if p.Want == corpus.Accept {
				good++
				if a.Verdict == rule.Accepted {
					accepted++
				}
			}
		}
	}
	if accepted*10 < good*9 {
		t.Errorf("accepted %d of %d pictures that are covered well, want nine tenths", accepted, good)
	}
}

// viaJPEG is what the camera's and the page's compression leave.
func viaJPEG(t *testing.T, p *picture.RGB) *picture.RGB {
	t.Helper()
	data, err := picture.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	out, err := picture.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func seeds(t *testing.T) int {
	t.Helper()
	s := os.Getenv("WALLETDESK_CORPUS_SEEDS")
	if s == "" {
		return 1
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatal("WALLETDESK_CORPUS_SEEDS must be a number from 1")
	}
	return n
}
