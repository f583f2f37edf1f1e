package pgtest

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/walletdesk/walletdesk/migrations"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest/internal/share"
)

// use is one test's hold on the shared server.
type use struct {
	place share.Place
	users *os.File // shared lock: the keeper stays while anybody has it
	dsn   string   // the server's address without a database name
}

func folderIn(parent, root string) string {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(root)) // a hash.Hash never fails
	return filepath.Join(parent, fmt.Sprintf("walletdesk-pgtest-%d-%x", os.Getuid(), sum.Sum64()))
}

// moduleRoot is the folder of go.mod above the test's working folder.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the working folder")
		}
		dir = filepath.Dir(dir)
	}
}

// acquire holds the server, starting the keeper if there is none.
func acquire(ctx context.Context) (*use, error) {
	dir, err := folder()
	if err != nil {
		return nil, err
	}
	return acquireIn(ctx, dir)
}

func acquireIn(ctx context.Context, dir string) (*use, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // the server's user passes through it
		return nil, err
	}
	u := &use{place: share.Place(dir)}
	var err error
	if u.users, err = share.Lock(u.place.Users(), syscall.LOCK_SH); err != nil {
		return nil, err
	}
	if err := u.connect(ctx); err != nil {
		return nil, errors.Join(err, u.release())
	}
	return u, nil
}

// connect finds the server's address. One process at a time gets here, so only
// one starts a keeper; a keeper that is about to end holds the same lock.
func (u *use) connect(ctx context.Context) error {
	starting, err := share.Lock(u.place.Starting(), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	err = u.ensureKeeper(ctx)
	if err == nil {
		var dsn []byte
		dsn, err = os.ReadFile(u.place.Address())
		u.dsn = strings.TrimSpace(string(dsn))
	}
	return errors.Join(err, starting.Close())
}

func (u *use) ensureKeeper(ctx context.Context) error {
	alive, err := share.TryLock(u.place.Alive(), syscall.LOCK_SH)
	if errors.Is(err, share.ErrHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := alive.Close(); err != nil {
		return err
	}
	return u.startKeeper(ctx)
}

// startKeeper builds the keeper and runs it in a session of its own, with nothing
// of ours open: `go test` waits for whoever holds its output.
func (u *use) startKeeper(ctx context.Context) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	// Not in the place: what is in memory often may not be executed.
	program := filepath.Join(root, "var", "pgtest-keeper")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "./postgres/pgtest/keeper")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the keeper of the test server: %w\n%s", err, out)
	}
	// A keeper that was killed could not do it.
	if err := os.Remove(u.place.Address()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	log, err := os.Create(u.place.Log())
	if err != nil {
		return err
	}
	cmd := exec.Command(program, string(u.place), filepath.Join(root, "var", "postgres")) //nolint:noctx // it outlives us
	cmd.Dir = string(u.place)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	err = errors.Join(cmd.Start(), log.Close())
	if err != nil {
		return err
	}
	return u.waitKeeper(ctx, cmd)
}

// waitKeeper returns when the keeper has written the address.
func (u *use) waitKeeper(ctx context.Context, cmd *exec.Cmd) error {
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(u.place.Address()); err == nil {
			return nil
		}
		select {
		case err := <-ended:
			said, _ := os.ReadFile(u.place.Log()) // without it the error says enough
			return fmt.Errorf("the keeper of the test server ended: %w\n%s", err, said)
		case <-ctx.Done():
			return fmt.Errorf("the keeper of the test server does not come up: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// url is the address of one of the server's databases.
func (u *use) url(database string) string { return u.dsn + " dbname=" + database }

// release lets go of the server.
func (u *use) release() error { return u.users.Close() }

// template returns the name of the migrated database that tests are cloned from,
// making it if these migrations are new to the server.
func (u *use) template(ctx context.Context, admin *postgres.DB) (string, error) {
	hash, err := migrations.Hash()
	if err != nil {
		return "", err
	}
	name := "template_" + hash[:16]
	lock, err := share.Lock(u.place.Template(), syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	err = u.ensureTemplate(ctx, admin, name)
	return name, errors.Join(err, lock.Close())
}

func (u *use) ensureTemplate(ctx context.Context, admin *postgres.DB, name string) error {
	const q = `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`
	var exists bool
	if err := admin.GetContext(ctx, &exists, q, name); err != nil {
		return err
	}
	if exists {
		return nil
	}
	building := "building_" + name
	// What is there under this name is what a killed test left half-done.
	if _, err := admin.ExecContext(ctx, "DROP DATABASE IF EXISTS "+building+" WITH (FORCE)"); err != nil {
		return err
	}
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+building); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, u.url(building))
	if err != nil {
		return err
	}
	_, err = migrations.Up(ctx, db.DB.DB)
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	_, err = admin.ExecContext(ctx, "ALTER DATABASE "+building+" RENAME TO "+name)
	return err
}
