package cluster

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fakePrograms writes an initdb and a postgres that only tell their version.
func fakePrograms(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFindPrograms(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why, version string
		want         int // 0: refused
	}{
		{"as Debian words it", "15.18 (Debian 15.18-0+deb12u1)", 15},
		{"a beta", "18beta1", 18},
		{"too old for STRATEGY FILE_COPY", "14.2", 0},
		{"not known yet", "19.0", 0},
		{"not a version", "unknown", 0},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			found, err := findPrograms(t.Context(), fakePrograms(t, c.version), t.TempDir())
			if c.want == 0 {
				if err == nil {
					t.Errorf("found %v", found)
				}
				return
			}
			if err != nil || len(found) != 1 || found[0].version != c.want {
				t.Errorf("found %v, %v; want version %d", found, err, c.want)
			}
		})
	}
}

func TestFindPrograms_BothAreNeeded(t *testing.T) {
	t.Parallel()
	dir := fakePrograms(t, "15.1")
	if err := os.Remove(filepath.Join(dir, "initdb")); err != nil {
		t.Fatal(err)
	}
	if found, err := findPrograms(t.Context(), dir, t.TempDir()); err == nil {
		t.Errorf("a folder without initdb was taken: %v", found)
	}
}

func TestChooseMajor(t *testing.T) {
	t.Parallel()
	both := []programs{{"/15", 15}, {"/17", 17}}
	cases := []struct {
		why   string
		data  []string
		found []programs
		want  string
		fails string
	}{
		{"no data: the newest", nil, both, "/17", ""},
		{"data decide", []string{"15"}, both, "/15", ""},
		{"data of both: the newest", []string{"15", "17"}, both, "/17", ""},
		{"data of neither", []string{"16"}, both, "", "written by PostgreSQL 16"},
		{"an empty folder is no data", []string{"empty:16"}, both, "/17", ""},
		{"other folders are none of its business", []string{"programs"}, both, "/17", ""},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for _, name := range c.data {
				folder, empty := strings.CutPrefix(name, "empty:")
				if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
					t.Fatal(err)
				}
				if empty {
					continue
				}
				if err := os.WriteFile(filepath.Join(dir, folder, "PG_VERSION"), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got, err := chooseMajor(dir, c.found)
			if c.fails == "" {
				if err != nil || got.dir != c.want {
					t.Errorf("got %v, %v; want %s", got, err, c.want)
				}
			} else if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("got %v, %v; want error %q", got, err, c.fails)
			}
		})
	}
}

func TestCleanEnv(t *testing.T) {
	t.Parallel()
	env := []string{"PATH=/bin", "PGDATA=/x", "LC_ALL=el_GR.UTF-8", "LANG=el", "LANGUAGE=el", "HOME=/root", "WALLETDESK_SMTP_URL=x", "TZ=UTC"}
	got := cleanEnv(env, "/sock")
	slices.Sort(got)
	if diff := cmp.Diff([]string{"HOME=/sock", "LC_ALL=C", "PATH=/bin", "TZ=UTC"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTail_KeepsTheLastLines(t *testing.T) {
	t.Parallel()
	out := &tail{log: slog.New(slog.DiscardHandler)}
	for i := range 30 {
		if _, err := fmt.Fprintf(out, "line %d\nli", i); err != nil { // a line may come in pieces
			t.Fatal(err)
		}
	}
	lines := strings.Split(out.String(), "\n")
	if len(lines) != tailLines+1 || lines[tailLines-1] != "liline 29" || lines[tailLines] != "li" {
		t.Errorf("kept %d lines: %q", len(lines), lines)
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	if got, want := quote(`/tmp/it's\here`), `'/tmp/it\'s\\here'`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
