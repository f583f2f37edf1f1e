package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/secret/rotation"
)

// Whatever is sealed is rewrapped and refers to its key, so that the key can't go
// before it: a new table can't be forgotten.
func TestSealedTables(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	path := filepath.Join(t.TempDir(), "keys.json")
	keys, err := secret.OpenKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, o := range sealedTables(db, keys) {
		known[o.Table+"."+o.Column] = true
	}
	var columns []struct {
		Name    string `db:"name"`
		Guarded bool   `db:"guarded"`
	}
	err = db.SelectContext(t.Context(), &columns, `
		SELECT c.table_name || '.' || c.column_name AS name,
			EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conrelid = c.table_name::regclass AND f.contype = 'f'
				AND f.confrelid = 'sealing_key'::regclass AND f.conname = c.table_name || '_key_version_fkey') AS guarded
		FROM information_schema.columns c
		WHERE c.table_schema = current_schema() AND c.data_type = 'bytea' AND c.column_name IN ('sealed', 'wrapped_key')`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		if !known[c.Name] {
			t.Errorf("%s is not in sealedTables: a rotation would stop at it", c.Name)
		}
		if !c.Guarded {
			t.Errorf("%s has no …_key_version_fkey: see migrations/00030_sealing_keys.sql", c.Name)
		}
		delete(known, c.Name)
	}
	for name := range known {
		t.Errorf("%s is in sealedTables and nowhere else", name)
	}
	r := rotation.New(rotation.Deps{DB: db, Path: path, Owners: sealedTables(db, keys), Clock: time.Now})
	if lines, err := r.List(t.Context()); err != nil || len(lines) != 1 || len(lines[0].Sealed) != 0 {
		t.Errorf("%+v, %v", lines, err)
	}
}

func TestKeysCommand_Usage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		why  string
		args []string
		want string
	}{
		{"no word", []string{"keys"}, "say walletdesk keys list"},
		{"another word", []string{"keys", "show"}, "say walletdesk keys list"},
		{"a setting of serve", []string{"keys", "list", "--listen", "x"}, "-listen"},
		{"no key file: none is made", []string{"keys", "list", "--data", t.TempDir()}, "WALLETDESK_KEYS"},
	} {
		err := run(t.Context(), test.args, nil, &bytes.Buffer{}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}

// Beside a program that serves, with its private database, and after it has ended.
func TestKeysCommand_BesideServe(t *testing.T) {
	t.Parallel()
	data, at := t.TempDir(), address(t) // the provider's name, and with it the people, are of this address
	p := launch(t, at, data)
	p.started(t)
	say := func(what string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if err := run(t.Context(), []string{"keys", what, "--data", data, "--log-format", "text"}, nil, &out, &errs); err != nil {
			t.Fatalf("%s: %v\n%s", what, err, &errs)
		}
		return out.String()
	}
	wantLine := func(text, pattern string) {
		t.Helper()
		if !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("not like %s:\n%s", pattern, text)
		}
	}
	wantLine(say("list"), `(?m)^1 +[0-9a-f]{8} +current +0 min +card \d+`)
	wantLine(say("rotate"), `(?s)version 2 seals from now on\n.*card: \d+ rewrapped\n.*can't seal any more\n.*former keys deleted; version 2 is the only one`)
	wantLine(say("list"), `^VERSION .*\n2 +[0-9a-f]{8} +current +0 min +card \d+.*\n$`)
	if code := p.signal(t, syscall.SIGTERM); code != 0 {
		t.Fatalf("serve ended with %d:\n%s", code, p.log.text())
	}
	wantLine(say("rotate"), `version 3 is the only one`)
	wantLine(say("list"), `\n3 +[0-9a-f]{8} +current`)
	again := launch(t, at, data)
	again.started(t)
}
