// Package migrations holds the schema as numbered SQL files and brings a
// database up to it.
//
// Rules: files are NNNNN_name.sql in goose's format; they only go forward, and
// each can be applied while the previous version of the program still runs
// (expand, backfill, contract). Constraints and indexes are named.
package migrations

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed *.sql
var files embed.FS

// table is where goose notes what was applied.
const table = "schema_version"

// Up applies what is missing, each file in a transaction of its own, and returns
// the version the database is at then. Two programs that start at once are no
// harm: whoever loses the race for a file's row fails and rolls back.
func Up(ctx context.Context, db *sql.DB) (int64, error) {
	provider, err := newProvider(db)
	if err != nil {
		return 0, err
	}
	if _, err := provider.Up(ctx); err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: read version: %w", err)
	}
	return version, nil
}

// Pending reports whether the database lacks a file this program was built with.
func Pending(ctx context.Context, db *sql.DB) (bool, error) {
	provider, err := newProvider(db)
	if err != nil {
		return false, err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("migrate: compare versions: %w", err)
	}
	return pending, nil
}

// Hash returns a hex SHA-256 over the names and texts of all files: the key under
// which a prepared database can be kept.
func Hash() (string, error) {
	names, err := fs.Glob(files, "*.sql") // sorted
	if err != nil {
		return "", fmt.Errorf("list migrations: %w", err)
	}
	sum := sha256.New()
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("read migration: %w", err)
		}
		// Lengths first, so that no two sets of files look alike. A hash takes all.
		_, _ = fmt.Fprintf(sum, "%d %s %d\n", len(name), name, len(text))
		_, _ = sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// newProvider is goose on our files, with its global registry left alone. No
// session lock: advisory locks do not exist behind transaction pooling.
func newProvider(db *sql.DB) (*goose.Provider, error) {
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithTableName(table), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("migrate: read files: %w", err)
	}
	return provider, nil
}
