// Package pgtest gives each test a PostgreSQL database of its own, brought up to
// the newest migration, in 20–30 ms.
//
// All packages that `go test ./...` runs share one server. The first test starts
// a small program, the keeper, which runs the server (package cluster, fsync off,
// data in memory where there is /dev/shm) for as long as anybody uses it:
//
//	test process ── shared flock on "users" ──┐
//	test process ── shared flock on "users" ──┼── keeper ── postgres
//	                                          │   ends when nobody held the
//	                                          │   lock for a few seconds
//
// Because the kernel gives locks back, it does not matter how a test process
// ends. A test's database is a clone of a template whose name is the hash of the
// migrations, so a changed migration makes a new template and nothing else.
//
// Invariant: nothing here is kept in the memory of the test process. Each New
// asks the file locks and the server, so parallel tests, packages and runs agree.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
)

// setupWithin covers building the keeper (seconds on a cold cache), initdb and
// the migrations of the very first test.
const setupWithin = 3 * time.Minute

// New returns a database with the newest schema and no rows, for this test alone.
// It is dropped when the test ends. The test fails, and is never skipped, when
// there is no PostgreSQL on the machine.
func New(t testing.TB) *postgres.DB {
	t.Helper()
	db, _ := fresh(t)
	return db
}

// NewURL is New for programs that connect by themselves: the database's address.
func NewURL(t testing.TB) string {
	t.Helper()
	_, url := fresh(t)
	return url
}

func fresh(t testing.TB) (*postgres.DB, string) {
	t.Helper()
	db, url, drop, err := open(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	return db, url
}

// open clones the template. drop closes the pool, drops the clone and lets go of
// the server.
func open(ctx context.Context) (*postgres.DB, string, func() error, error) {
	ctx, cancel := context.WithTimeout(ctx, setupWithin)
	defer cancel()
	use, err := acquire(ctx)
	if err != nil {
		return nil, "", nil, err
	}
	admin, err := postgres.Open(ctx, use.url("postgres"))
	if err != nil {
		return nil, "", nil, errors.Join(err, use.release())
	}
	db, name, err := use.clone(ctx, admin)
	if err != nil {
		return nil, "", nil, errors.Join(err, admin.Close(), use.release())
	}
	drop := func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		closed := db.Close()
		// FORCE cuts what a test left open, so that a leak does not keep the database.
		_, err := admin.ExecContext(ctx, "DROP DATABASE "+pq.QuoteIdentifier(name)+" WITH (FORCE)")
		return errors.Join(closed, err, admin.Close(), use.release())
	}
	return db, use.url(name), drop, nil
}

// clone makes a database from the template and opens it.
func (u *use) clone(ctx context.Context, admin *postgres.DB) (*postgres.DB, string, error) {
	template, err := u.template(ctx, admin)
	if err != nil {
		return nil, "", err
	}
	name := "test_" + strings.ToLower(rand.Text())
	// FILE_COPY: 20–28 ms against 60 for writing the copy through the log.
	_, err = admin.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(name)+
		" TEMPLATE "+pq.QuoteIdentifier(template)+" STRATEGY FILE_COPY")
	if err != nil {
		return nil, "", fmt.Errorf("clone the template: %w", err)
	}
	db, err := postgres.Open(ctx, u.url(name))
	return db, name, err
}

// folder is where this project's test server lives, for each user and each copy
// of the project its own: in memory where that is large enough for a few hundred
// databases of 8 MB (containers often have 64 MB).
func folder() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	parent := os.TempDir()
	if roomy("/dev/shm") {
		parent = "/dev/shm"
	}
	return folderIn(parent, root), nil
}

// roomy reports whether we may write there and it was made large enough.
func roomy(dir string) bool {
	const mayWriteAndPass = 0o3
	var fs syscall.Statfs_t
	return syscall.Access(dir, mayWriteAndPass) == nil &&
		syscall.Statfs(dir, &fs) == nil &&
		fs.Blocks >= (2<<30)/uint64(fs.Bsize)
}
