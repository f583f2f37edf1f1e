// Command keeper runs the server that all tests share (package pgtest) until
// nobody uses it any more. Tests start it; nobody else needs to.
//
// Usage: keeper PLACE PROGRAMS, where PLACE is the shared folder and PROGRAMS a
// folder that may hold PostgreSQL's programs in programs/bin.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/lib/pq"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/cluster"
	"github.com/walletdesk/walletdesk/postgres/pgtest/internal/share"
)

const (
	// idleLimit bridges the gaps between packages while `go test` links the next.
	idleLimit = 5 * time.Second
	lookEvery = 250 * time.Millisecond
	// keptTemplates is how many sets of migrations stay prepared, 8 MB each.
	keptTemplates = 4
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: keeper PLACE PROGRAMS")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, share.Place(os.Args[1]), os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run holds the lock "alive" and the server until ctx ends or nobody is left.
func run(ctx context.Context, place share.Place, programs string) error {
	alive, err := share.TryLock(place.Alive(), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	if err := errors.Join(tellPID(alive), prepare(place)); err != nil {
		return errors.Join(err, alive.Close())
	}
	door, err := serve(ctx, place, programs)
	// In this order: who passes the door must see that we are gone.
	return errors.Join(err, alive.Close(), door.open())
}

// tellPID writes our process id into the lock's file, for whoever looks.
func tellPID(alive *os.File) error {
	if err := alive.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintln(alive, os.Getpid())
	return err
}

// serve runs the server and comes back with the door closed, if nobody was left.
func serve(ctx context.Context, place share.Place, programs string) (*door, error) {
	server, err := cluster.Start(ctx, config(place, programs))
	if err != nil {
		return nil, err
	}
	door, err := keep(ctx, place, server)
	err = errors.Join(err, os.Remove(place.Address()), server.Stop(ctx))
	if err == nil {
		err = os.WriteFile(place.Clean(), nil, 0o600)
	}
	return door, err
}

// prepare removes what an earlier keeper left. Without fsync, data that were not
// closed in order may be broken; being tests' data, they are made anew. They move
// aside first, for a server of a killed keeper may be closing them just now.
func prepare(place share.Place) error {
	if err := os.Remove(place.Address()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	err := os.Remove(place.Clean())
	if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	aside := fmt.Sprintf("%s.old-%d", place.Data(), time.Now().UnixNano())
	if err := os.Rename(place.Data(), aside); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := keepSocketNote(aside, place.Data()); err != nil {
		return err
	}
	old, err := filepath.Glob(place.Data() + ".old-*")
	if err != nil {
		return err
	}
	for _, dir := range old {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, "left for the next keeper to remove:", err)
		}
	}
	return nil
}

// keepSocketNote lets the next server clear the socket folder of the killed one.
func keepSocketNote(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil { //nolint:gosec // the server's user passes through it
		return err
	}
	err := os.Rename(filepath.Join(from, "socket"), filepath.Join(to, "socket"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// config is the fastest server that still behaves like the real one. No
// wal_level=minimal: it makes clones slower.
func config(place share.Place, programs string) cluster.Config {
	cfg := cluster.Config{
		Dir:      place.Data(),
		BinDir:   os.Getenv("WALLETDESK_PG_BIN"),
		Database: "postgres",
		Settings: map[string]string{
			"fsync":              "off",
			"synchronous_commit": "off",
			"full_page_writes":   "off",
			"autovacuum":         "off", // it would sit in a template that is to be cloned
			"max_connections":    "300",
			"shared_buffers":     "64MB",
			"max_wal_size":       "1GB",
		},
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	own := filepath.Join(programs, "programs", "bin")
	if _, err := os.Stat(filepath.Join(own, "postgres")); err == nil && cfg.BinDir == "" {
		cfg.BinDir = own
	}
	return cfg
}

// keep tells the address and waits. It comes back with the door closed.
func keep(ctx context.Context, place share.Place, server *cluster.Cluster) (*door, error) {
	if err := dropLeftovers(ctx, server.URL()); err != nil {
		return nil, err
	}
	address, _, _ := strings.Cut(server.URL(), " dbname=")
	if err := writeWhole(place.Address(), address); err != nil {
		return nil, err
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	lastUse := time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil, nil
		case <-server.Done():
			return nil, fmt.Errorf("the server ended:\n%s", server.Tail())
		case <-tick.C:
		}
		d, err := closeDoor(place)
		switch {
		case errors.Is(err, share.ErrHeld):
			lastUse = time.Now()
		case err != nil:
			return nil, err
		case time.Since(lastUse) >= idleLimit:
			return d, nil
		default:
			if err := d.open(); err != nil {
				return nil, err
			}
		}
	}
}

// door is what a test must pass to use the server.
type door struct{ starting, users *os.File }

// closeDoor succeeds when nobody is inside or coming in. Then a test that comes
// waits until the door opens, which is when this program has ended, and starts
// another keeper. ErrHeld says that somebody uses the server.
func closeDoor(place share.Place) (*door, error) {
	starting, err := share.TryLock(place.Starting(), syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	users, err := share.TryLock(place.Users(), syscall.LOCK_EX)
	if err != nil {
		return nil, errors.Join(err, starting.Close())
	}
	return &door{starting: starting, users: users}, nil
}

func (d *door) open() error {
	if d == nil {
		return nil
	}
	return errors.Join(d.users.Close(), d.starting.Close())
}

// writeWhole lets nobody see half an address.
func writeWhole(path, text string) error {
	if err := os.WriteFile(path+".new", []byte(text+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// dropLeftovers clears databases of tests that were killed and templates of
// migrations long changed.
func dropLeftovers(ctx context.Context, url string) error {
	db, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	const q = `
		SELECT datname
		FROM (
			SELECT datname,
			       row_number() OVER (PARTITION BY datname LIKE 'template\_%' ORDER BY oid DESC) AS place
			FROM pg_database
			WHERE datname LIKE 'test\_%' OR datname LIKE 'building\_%' OR datname LIKE 'template\_%'
		) AS ours
		WHERE datname NOT LIKE 'template\_%' OR place > $1`
	var names []string
	err = db.SelectContext(ctx, &names, q, keptTemplates)
	for _, name := range names {
		if err == nil {
			_, err = db.ExecContext(ctx, "DROP DATABASE "+pq.QuoteIdentifier(name)+" WITH (FORCE)")
		}
	}
	return errors.Join(err, db.Close())
}
