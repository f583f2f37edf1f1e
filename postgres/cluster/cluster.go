// Package cluster runs a private PostgreSQL server as a child of this program,
// for those who have no server of their own. It needs PostgreSQL's programs,
// versions 15 to 18, and nothing else: no container, no port, no password.
//
//	var/postgres/lock      flock: one program at a time
//	var/postgres/socket    where the last server's socket folder was
//	var/postgres/15/       the data of PostgreSQL 15, a folder per major version
//	var/postgres/programs/ PostgreSQL's programs, where the system has none (scripts/postgres-programs)
//	/tmp/walletdesk-pg-*/  the socket, in a folder only its owner may enter
//
// Invariants:
//   - Data are never deleted, and a folder that holds anything is never
//     initialised. A new folder gets its name only once it is complete.
//   - The server dies with this program: by Stop, or on Linux by a signal from
//     the kernel when this program is killed; elsewhere the next Start stops what
//     was left. Either way it is an orderly end and nothing is lost.
//   - The server listens on a socket in a 0700 folder and on no network address.
//   - As root the server runs as an ordinary user, who comes to own the data
//     folder and the socket folder and nothing else.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	superuser   = "walletdesk"
	readyWithin = 60 * time.Second // after a crash the log is replayed first
	stopWithin  = 10 * time.Second // then SIGQUIT, which costs a replay at the next start
	killWithin  = 5 * time.Second
)

// ErrInUse is returned by Start when another process runs the folder's cluster.
var ErrInUse = errors.New("in use by another process")

// Config says what to run.
type Config struct {
	// Dir is the folder of ours, made if missing, for example var/postgres.
	Dir string
	// BinDir holds initdb and postgres; "" looks in the usual places.
	BinDir string
	// Database is made if missing.
	Database string
	// Settings are server settings beyond the defaults, for example fsync: "off".
	Settings map[string]string
	// Log gets the server's own lines at level Debug; nil drops them.
	Log *slog.Logger
}

// Cluster is a running server.
type Cluster struct {
	cfg    Config
	lock   *os.File
	server *process
	owner  *owner
	socket string
}

// Start makes sure that the folder's server runs and answers, and returns it.
// Errors are sentences for the person at the terminal: ErrInUse, *MissingError
// when PostgreSQL's programs are not there, another major version's data, the
// server's last lines when it does not come up.
func Start(ctx context.Context, cfg Config) (*Cluster, error) {
	cluster, err := start(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL in %s: %w", cfg.Dir, err)
	}
	return cluster, nil
}

func start(ctx context.Context, cfg Config) (*Cluster, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil {
		return nil, err
	}
	cfg.Dir = dir
	if err := os.MkdirAll(cfg.Dir, 0o755); err != nil { //nolint:gosec // the server's user passes through it to its own folder
		return nil, err
	}
	lock, err := lockFile(filepath.Join(cfg.Dir, "lock"))
	if err != nil {
		return nil, err
	}
	c := &Cluster{cfg: cfg, lock: lock}
	if err := c.run(ctx); err != nil {
		return nil, errors.Join(err, c.Stop(ctx))
	}
	return c, nil
}

// run does what needs the lock.
func (c *Cluster) run(ctx context.Context) error {
	found, err := findPrograms(ctx, c.cfg.BinDir, c.cfg.Dir)
	if err != nil {
		return err
	}
	programs, err := chooseMajor(c.cfg.Dir, found)
	if err != nil {
		return err
	}
	if c.owner, err = findOwner(); err != nil {
		return err
	}
	if err := c.makeSocketFolder(); err != nil {
		return err
	}
	data := filepath.Join(c.cfg.Dir, programs.major())
	if err := c.initialise(ctx, programs, data); err != nil {
		return err
	}
	if err := clearStalePID(ctx, data); err != nil {
		return err
	}
	cmd, closeAfter, err := c.command(programs.path("postgres"), data, c.serverArgs()...)
	if err != nil {
		return err
	}
	c.server, err = startProcess(cmd, c.cfg.Log)
	closeAfter()
	if err != nil {
		return err
	}
	return c.waitReady(ctx)
}

// serverArgs are the settings that differ from PostgreSQL's own. Statements and
// row values stay out of its log: they may hold what must never be written down.
func (c *Cluster) serverArgs() []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": c.socket,
		"unix_socket_permissions": "0700",
		"port":                    socketPort,
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"log_min_error_statement": "panic",
		"log_error_verbosity":     "terse",
		"logging_collector":       "off",
		"log_destination":         "stderr",
		"jit":                     "off", // short statements only
	}
	for name, value := range c.cfg.Settings {
		settings[name] = value
	}
	var args []string
	for name, value := range settings {
		args = append(args, "-c", name+"="+value)
	}
	return args
}

// Running is the address of a database of the cluster that another process runs in
// the folder: for a command that works beside it. It fails when none runs.
func Running(dir, database string) (string, error) {
	note, err := os.ReadFile(filepath.Join(dir, "socket"))
	if err != nil {
		return "", fmt.Errorf("find the running PostgreSQL of %s: %w", dir, err)
	}
	c := &Cluster{socket: strings.TrimSpace(string(note))}
	return c.url(database), nil
}

// URL is the database's address for postgres.Open.
func (c *Cluster) URL() string { return c.url(c.cfg.Database) }

func (c *Cluster) url(database string) string {
	return fmt.Sprintf("host=%s port=%s user=%s dbname=%s sslmode=disable", quote(c.socket), socketPort, superuser, quote(database))
}

// quote writes a value of a key=value address.
func quote(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}

// Done is closed when the server has ended, by Stop or by itself.
func (c *Cluster) Done() <-chan struct{} { return c.server.done }

// Tail returns the server's last lines, to tell why it ended.
func (c *Cluster) Tail() string { return c.server.tail.String() }

// Stop ends the server in order (close the pools first, or their connections are
// cut), after 10 s less gently, and so at once when ctx ends meanwhile. A ctx
// that has ended before is no hurry: that is how most programs come to stop. It
// is safe to call twice.
func (c *Cluster) Stop(ctx context.Context) error {
	if ctx.Err() != nil {
		ctx = context.WithoutCancel(ctx)
	}
	return c.release(ctx)
}

// release undoes as much of run as was done.
func (c *Cluster) release(ctx context.Context) error {
	var errs []error
	if c.server != nil {
		errs = append(errs, c.server.stop(ctx))
	}
	if c.socket != "" {
		errs = append(errs, c.removeSocketFolder())
		c.socket = ""
	}
	if c.lock != nil {
		// Given back by name: a child that is being started at this moment has the file,
		// too, until it is another program, and closing ours alone would leave the lock.
		errs = append(errs, syscall.Flock(int(c.lock.Fd()), syscall.LOCK_UN), c.lock.Close())
		c.lock = nil
	}
	return errors.Join(errs...)
}

// command prepares one of PostgreSQL's programs on the data folder, as the owner,
// in an environment that holds nothing of the caller's PostgreSQL or language
// settings. The func closes what only the starting needs.
func (c *Cluster) command(program, data string, args ...string) (*exec.Cmd, func(), error) {
	cmd := exec.Command(program) //nolint:noctx // ended by its own stop sequence
	cmd.Dir = c.socket
	cmd.Env = cleanEnv(os.Environ(), c.socket)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for us, then we stop it
	closeAfter := func() {}
	if c.owner != nil {
		cmd.SysProcAttr.Credential = c.owner.credential()
		if err := c.owner.mayReach(program); err != nil {
			return nil, nil, err
		}
		if c.owner.mayReach(data) != nil {
			handle, path, err := openFolder(data)
			if err != nil {
				return nil, nil, err
			}
			cmd.ExtraFiles = []*os.File{handle}
			data = path
			closeAfter = func() { _ = handle.Close() } // read-only, nothing to lose
		}
	}
	cmd.Args = append([]string{program, "-D", data}, args...)
	return cmd, closeAfter, nil
}

// cleanEnv drops PG*, LC_* and LANG* and sets HOME.
func cleanEnv(env []string, home string) []string {
	kept := []string{"HOME=" + home, "LC_ALL=C"}
	for _, entry := range env {
		switch {
		case strings.HasPrefix(entry, "PG"), strings.HasPrefix(entry, "LC_"),
			strings.HasPrefix(entry, "LANG"), strings.HasPrefix(entry, "HOME="),
			strings.HasPrefix(entry, "WALLETDESK_"): // may hold secrets that are not for this child
		default:
			kept = append(kept, entry)
		}
	}
	return kept
}
