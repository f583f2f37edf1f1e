package migrations_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/migrations"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
)

func TestUp_Twice(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t) // has been through Up once
	first, err := migrations.Up(t.Context(), db.DB.DB)
	if err != nil {
		t.Fatal(err)
	}
	pending, err := migrations.Pending(t.Context(), db.DB.DB)
	if err != nil || pending || first == 0 {
		t.Errorf("version %d, pending %v, %v", first, pending, err)
	}
}

func TestPending(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := db.ExecContext(t.Context(), `DELETE FROM schema_version WHERE version_id = (SELECT max(version_id) FROM schema_version)`); err != nil {
		t.Fatal(err)
	}
	pending, err := migrations.Pending(t.Context(), db.DB.DB)
	if err != nil || !pending {
		t.Errorf("a database one file behind: pending %v, %v", pending, err)
	}
}

func TestHash_IsStable(t *testing.T) {
	t.Parallel()
	first, err := migrations.Hash()
	if err != nil {
		t.Fatal(err)
	}
	second, err := migrations.Hash()
	if err != nil || first != second || len(first) != 64 {
		t.Errorf("%q, then %q, %v", first, second, err)
	}
}

// What platform.md's distributed engines would not take, and what would make a
// step back look possible.
func TestFiles_KeepTheRules(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("files: %v, %v", files, err)
	}
	named := regexp.MustCompile(`^\d{5}_[a-z_]+\.sql$`)
	forbidden := regexp.MustCompile(`(?i)\+goose down|\bcreate\s+(or replace\s+)?(trigger|function|procedure)\b|\bdeferrable\b|\bexclude\s+using\b|\block\s+table\b|\badvisory_lock|\bserial\b`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !named.MatchString(file) {
			t.Errorf("%s is not NNNNN_name.sql", file)
		}
		if !strings.HasPrefix(string(text), "-- +goose Up\n") {
			t.Errorf("%s does not begin with -- +goose Up", file)
		}
		if found := forbidden.FindString(string(text)); found != "" {
			t.Errorf("%s has %q", file, found)
		}
	}
}
