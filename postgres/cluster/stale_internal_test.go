package cluster

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sleeper is a live process that is no PostgreSQL server.
func sleeper(t *testing.T) int {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sleep", "600")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it is ended by its context anyway
		_ = cmd.Wait()
	})
	return cmd.Process.Pid
}

// endedPID is the number of a process that was, and is waited for.
func endedPID(t *testing.T) int {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "true")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return cmd.Process.Pid
}

func TestClearStalePID(t *testing.T) {
	t.Parallel()
	us := strconv.Itoa(os.Getpid())
	dead, other := endedPID(t), sleeper(t)
	cases := []struct {
		why, content, want, fails string
	}{
		{"a dead process: PostgreSQL clears it", strconv.Itoa(dead) + "\n/data\n17\n", strconv.Itoa(dead) + "\n/data\n17\n", ""},
		{"a number given to somebody else", strconv.Itoa(other) + "\n/data\n17\n", us + "\n/data\n17\n", ""},
		{"not a number", "what\n", "what\n", "does not begin with a process id"},
		{"nothing at all", "", "", "does not begin with a process id"},
		{"a number no process can have", "-1\n", "-1\n", "does not begin with a process id"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "postmaster.pid")
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			err := clearStalePID(t.Context(), dir)
			if (err == nil) != (c.fails == "") || (err != nil && !strings.Contains(err.Error(), c.fails)) {
				t.Errorf("got error %v, want %q", err, c.fails)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != c.want {
				t.Errorf("the file became %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestClearStalePID_NoFile(t *testing.T) {
	t.Parallel()
	if err := clearStalePID(t.Context(), t.TempDir()); err != nil {
		t.Error(err)
	}
}

// A real server on a real folder, started again over every kind of stale file.
func TestStart_StalePID(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, pid := range []int{endedPID(t), sleeper(t), os.Getpid()} {
		c, err := Start(t.Context(), Config{Dir: dir, Database: "desk"})
		if err != nil {
			t.Fatal(err)
		}
		data := filepath.Join(dir, majorIn(t, dir))
		path := filepath.Join(data, "postmaster.pid")
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(content), "\n")
		if err := os.WriteFile(path, []byte(strconv.Itoa(pid)+"\n"+rest), 0o600); err != nil {
			t.Fatal(err)
		}
		owner, err := findOwner()
		if err != nil {
			t.Fatal(err)
		}
		if err := owner.own(path); err != nil {
			t.Fatal(err)
		}
		c, err = Start(t.Context(), Config{Dir: dir, Database: "desk"})
		if err != nil {
			t.Fatalf("start over the pid %d: %v", pid, err)
		}
		if err := c.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func majorIn(t *testing.T, dir string) string {
	t.Helper()
	majors, err := dataMajors(dir)
	if err != nil || len(majors) != 1 {
		t.Fatalf("data folders: %v, %v", majors, err)
	}
	return strconv.Itoa(majors[0])
}

// What is left where the kernel does not stop an orphan: a server of this folder
// whose program is gone.
func TestClearStalePID_StopsOrphan(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	c, err := Start(t.Context(), Config{Dir: dir, Database: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
	data := filepath.Join(dir, majorIn(t, dir))
	pid := c.server.cmd.Process.Pid
	if got := serverOf(pid, data); got != pidServer {
		t.Fatalf("the server is taken for %v", got)
	}
	if got := serverOf(pid, t.TempDir()); got != pidOther {
		t.Errorf("for another folder the server is taken for %v", got)
	}
	if err := clearStalePID(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	<-c.Done()
	if c.server.err != nil {
		t.Errorf("the orphan did not end in order: %v\n%s", c.server.err, c.server.tail)
	}
}
