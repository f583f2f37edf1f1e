package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// pidState is what the process named by postmaster.pid turns out to be.
type pidState int

const (
	pidDead   pidState = iota // nothing: PostgreSQL clears the file itself
	pidServer                 // a server on this very folder, left by a killed program
	pidOther                  // somebody else who was given the number since, or a zombie
)

// pollEvery is how often something outside this process is looked at.
const pollEvery = 20 * time.Millisecond

// clearStalePID makes the folder ready for a server. We hold its lock, so
// whatever postmaster.pid names belongs to a program that is gone.
func clearStalePID(ctx context.Context, data string) error {
	path := filepath.Join(data, "postmaster.pid")
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	first, rest, _ := bytes.Cut(content, []byte("\n"))
	pid, err := strconv.Atoi(strings.TrimSpace(string(first)))
	if err != nil || pid <= 0 {
		return fmt.Errorf("%s does not begin with a process id; if no server uses the folder, remove the file", path)
	}
	switch serverOf(pid, data) {
	case pidDead:
		return nil
	case pidServer:
		return stopOrphan(ctx, pid, data)
	case pidOther:
		// PostgreSQL would take that process for a server. It ignores its own
		// parent's id, so name us; the other lines stay, they lead it to
		// shared memory that may be left.
		return overwrite(path, strconv.Itoa(os.Getpid())+"\n"+string(rest))
	}
	return nil
}

// overwrite keeps the file's owner and mode.
func overwrite(path, content string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	return errors.Join(err, f.Close())
}

// stopOrphan ends a server whose program was killed, in order; it may be about to
// end by itself.
func stopOrphan(ctx context.Context, pid int, data string) error {
	ctx, cancel := context.WithTimeout(ctx, stopWithin+killWithin)
	defer cancel()
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("stop the server left by a killed program (process %d): %w", pid, err)
	}
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for serverOf(pid, data) == pidServer {
		select {
		case <-ctx.Done():
			return fmt.Errorf("the server left by a killed program (process %d) does not end", pid)
		case <-tick.C:
		}
	}
	return nil
}
