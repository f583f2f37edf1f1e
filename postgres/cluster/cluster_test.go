package cluster_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/cluster"
)

// ownerEnv makes the test binary run a cluster in the named folder until killed.
const ownerEnv = "CLUSTER_TEST_OWNER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(ownerEnv); dir != "" {
		if err := own(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// own starts the cluster, writes one row, says so, and waits to be killed.
func own(dir string) error {
	ctx := context.Background()
	c, err := cluster.Start(ctx, cluster.Config{Dir: dir, Database: "desk"})
	if err != nil {
		return err
	}
	db, err := postgres.Open(ctx, c.URL())
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `CREATE TABLE note (text text NOT NULL)`); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO note (text) VALUES ('kept')`); err != nil {
		return err
	}
	fmt.Println("ready")
	select {}
}

func config(dir string) cluster.Config {
	return cluster.Config{Dir: dir, Database: "desk"}
}

// start runs the cluster of dir until the test ends.
func start(t *testing.T, dir string) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Start(t.Context(), config(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, c) })
	return c
}

func stop(t *testing.T, c *cluster.Cluster) {
	t.Helper()
	if err := c.Stop(context.Background()); err != nil {
		t.Errorf("stop: %v", err)
	}
	select {
	case <-c.Done():
	default:
		t.Error("Stop returned before the server had ended")
	}
}

func notes(t *testing.T, c *cluster.Cluster) []string {
	t.Helper()
	db, err := postgres.Open(t.Context(), c.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	var texts []string
	if err := db.SelectContext(t.Context(), &texts, `SELECT text FROM note`); err != nil {
		t.Fatal(err)
	}
	return texts
}

// reachable is a folder the server's user can get at, as a project's folder is:
// t.TempDir() is closed to others when the tests run as root.
func reachable(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestStart_KilledOwnerLosesNothing(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), ownerEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the owner said %q, %v", line, err)
	}

	if _, err := cluster.Start(t.Context(), config(dir)); !errors.Is(err, cluster.ErrInUse) {
		t.Errorf("a second start while the owner lives: %v, want ErrInUse", err)
	}
	if err := cmd.Process.Kill(); err != nil { // kill -9
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatalf("the owner ended with %v", err)
	}

	c := start(t, dir)
	if got := notes(t, c); len(got) != 1 || got[0] != "kept" {
		t.Errorf("after kill -9 the notes are %q", got)
	}
	sockets, err := filepath.Glob(filepath.Join(os.TempDir(), "walletdesk-pg-*"))
	if err != nil {
		t.Fatal(err)
	}
	if host := socketOf(c); !slices.Contains(sockets, host) {
		t.Errorf("socket folder %s is not among %q", host, sockets)
	}
}

func socketOf(c *cluster.Cluster) string {
	return strings.Split(c.URL(), "'")[1]
}

func TestStop_LeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	c, err := cluster.Start(t.Context(), config(dir))
	if err != nil {
		t.Fatal(err)
	}
	socket := socketOf(c)
	info, err := os.Stat(socket)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o700 {
		t.Errorf("the socket folder's mode is %o, want 700", got)
	}
	stop(t, c)
	if _, err := os.Stat(socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket folder stays: %v", err)
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Errorf("second Stop: %v", err)
	}
	again := start(t, dir) // the lock is free, the data are accepted
	if socketOf(again) == socket {
		t.Error("the socket folder is not a fresh one")
	}
}

func TestStart_RefusesAndChangesNothing(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why   string
		files map[string]string
		want  string
	}{
		{"data of a version that is not installed", map[string]string{"9/PG_VERSION": "9\n"}, "were written by PostgreSQL 9"},
		{"a folder with somebody's files", map[string]string{"%d/letter.txt": "dear"}, "not empty and holds no PostgreSQL data"},
		{"a folder whose name and version differ", map[string]string{"%d/PG_VERSION": "9\n"}, "holds data of PostgreSQL 9"},
	}
	major := installedMajor(t)
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			dir := reachable(t)
			for name, text := range c.files {
				path := filepath.Join(dir, strings.Replace(name, "%d", major, 1))
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				defer func() {
					if got, err := os.ReadFile(path); err != nil || string(got) != text {
						t.Errorf("%s became %q, %v", path, got, err)
					}
				}()
			}
			_, err := cluster.Start(t.Context(), config(dir))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to say %q", err, c.want)
			}
		})
	}
}

// installedMajor starts a cluster to see which folder it makes.
func installedMajor(t *testing.T) string {
	t.Helper()
	dir := reachable(t)
	stop(t, start(t, dir)) // again when the test ends, which does nothing
	entries, err := filepath.Glob(filepath.Join(dir, "1[0-9]"))
	if err != nil || len(entries) != 1 {
		t.Fatalf("data folders: %q, %v", entries, err)
	}
	return filepath.Base(entries[0])
}

func TestStart_NoPrograms(t *testing.T) {
	t.Parallel()
	cfg := config(reachable(t))
	cfg.BinDir = t.TempDir()
	_, err := cluster.Start(t.Context(), cfg)
	var missing *cluster.MissingError
	if !errors.As(err, &missing) {
		t.Fatalf("got %v, want a MissingError", err)
	}
	for _, hint := range []string{"WALLETDESK_PG_BIN", "WALLETDESK_DATABASE_URL", "15 to 18"} {
		if !strings.Contains(err.Error(), hint) {
			t.Errorf("%q does not mention %s", err, hint)
		}
	}
}

func TestStart_HalfMadeFolderIsMadeAnew(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	half := filepath.Join(dir, "initdb-1")
	if err := os.MkdirAll(half, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a killed initdb left stays: %v", err)
	}
}

// A clone in root's own home must work too, although the server's user cannot
// walk there. On another system or as an ordinary user the folder is simply ours.
func TestStart_BelowAClosedFolder(t *testing.T) {
	t.Parallel()
	closed := filepath.Join(reachable(t), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(closed, "postgres")
	stop(t, start(t, dir))
	c := start(t, dir)
	if c.URL() == "" {
		t.Error("no address")
	}
}

func TestStart_ServerThatEndsIsSeen(t *testing.T) {
	t.Parallel()
	cfg := config(reachable(t))
	cfg.Settings = map[string]string{"shared_buffers": "nonsense"}
	_, err := cluster.Start(t.Context(), cfg)
	if err == nil || !strings.Contains(err.Error(), "shared_buffers") {
		t.Errorf("got %v, want the server's own words", err)
	}
}

// BenchmarkStart is a start over data that are there, and a stop.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		c, err := cluster.Start(b.Context(), config(dir))
		if err != nil {
			b.Fatal(err)
		}
		if err := c.Stop(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
