package pgtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest/internal/share"
)

// holdEnv makes the test binary take a database in the named place, tell its name
// and wait to be killed.
const holdEnv = "PGTEST_TEST_HOLD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdEnv); dir != "" {
		if err := hold(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func TestNew(t *testing.T) {
	t.Parallel()
	for i := range 4 {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			db := New(t)
			// The same name in each: they would collide in one database.
			if _, err := db.ExecContext(t.Context(), `CREATE TABLE mine (id integer NOT NULL)`); err != nil {
				t.Fatal(err)
			}
			var migrated bool
			err := db.GetContext(t.Context(), &migrated, `SELECT EXISTS (SELECT 1 FROM schema_version WHERE version_id > 0)`)
			if err != nil || !migrated {
				t.Errorf("migrated: %v, %v", migrated, err)
			}
		})
	}
}

// BenchmarkNew is what each test pays: a clone, and its end.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		_, _, drop, err := open(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if err := drop(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestNew_DropsAtTheEnd(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("use", func(t *testing.T) {
		db := New(t)
		if err := db.GetContext(t.Context(), &name, `SELECT current_database()`); err != nil {
			t.Fatal(err)
		}
		if _, err := db.BeginTxx(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	})
	if databases(t, New(t))[name] {
		t.Errorf("database %s is still there", name)
	}
}

func databases(t *testing.T, db *postgres.DB) map[string]bool {
	t.Helper()
	var names []string
	if err := db.SelectContext(t.Context(), &names, `SELECT datname FROM pg_database`); err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for _, name := range names {
		set[name] = true
	}
	return set
}

func TestRoomy(t *testing.T) {
	t.Parallel()
	if roomy(filepath.Join(t.TempDir(), "none")) {
		t.Error("a folder that is not there is roomy")
	}
	if os.Getuid() != 0 && roomy("/") {
		t.Error("a folder we may not write to is roomy")
	}
}

// privatePlace is a server of this test's own, reachable by the user that
// PostgreSQL runs as.
func privatePlace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return folderIn(dir, "x")
}

func hold(dir string) error {
	u, err := acquireIn(context.Background(), dir)
	if err != nil {
		return err
	}
	admin, err := postgres.Open(context.Background(), u.url("postgres"))
	if err != nil {
		return err
	}
	_, name, err := u.clone(context.Background(), admin)
	if err != nil {
		return err
	}
	fmt.Println(name)
	select {}
}

// A test run is killed in the middle: its server ends by itself and says so by
// giving back its lock, and the next run finds nothing of it.
func TestKeeper_EndsAfterKilledTests(t *testing.T) {
	t.Parallel()
	dir := privatePlace(t)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), holdEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	name := strings.TrimSpace(line)
	if !strings.HasPrefix(name, "test_") {
		t.Fatalf("the holder said %q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatal(err)
	}

	waitEnd(t, share.Place(dir))
	if _, err := os.Stat(share.Place(dir).Clean()); err != nil {
		t.Errorf("the server was not closed in order: %v", err)
	}
	if sees(t, dir)[name] {
		t.Errorf("database %s of the killed run is still there", name)
	}
	waitEnd(t, share.Place(dir))
}

// waitEnd returns when the keeper has ended.
func waitEnd(t *testing.T, place share.Place) {
	t.Helper()
	gone, err := share.Lock(place.Alive(), syscall.LOCK_SH)
	if err != nil {
		t.Fatal(err)
	}
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
}

// sees starts or joins the server of the place and lists its databases.
func sees(t *testing.T, dir string) map[string]bool {
	t.Helper()
	u, err := acquireIn(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Open(t.Context(), u.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	names := databases(t, db)
	if err := errors.Join(db.Close(), u.release()); err != nil {
		t.Fatal(err)
	}
	return names
}

// The keeper itself is killed: the next test starts another on fresh data.
func TestKeeper_Killed(t *testing.T) {
	t.Parallel()
	dir := privatePlace(t)
	u, err := acquireIn(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(share.Place(dir).Alive())
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	note, err := os.ReadFile(filepath.Join(share.Place(dir).Data(), "socket"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	waitEnd(t, share.Place(dir))
	if err := u.release(); err != nil {
		t.Fatal(err)
	}
	if !sees(t, dir)["postgres"] {
		t.Error("no server after the keeper was killed")
	}
	if _, err := os.Stat(strings.TrimSpace(string(note))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the killed server's socket folder stays: %v", err)
	}
	waitEnd(t, share.Place(dir))
}
