// Package program starts the built walletdesk for a measurement, as `make run`
// does, with a private database of its own.
package program

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/cluster"
)

// Config says what to start.
type Config struct {
	Path      string // of the built program
	ReaderDir string // the reader's files
	Data      string // an empty folder
}

// Program is one that runs.
type Program struct {
	// Base is its address, without a slash at the end.
	Base string
	// PID is its process.
	PID int

	data string
	cmd  *exec.Cmd
}

// Start returns when the program is healthy. Stop ends it.
func Start(ctx context.Context, cfg Config) (*Program, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once: it finds a free port
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), cfg.Path, "serve", "--dev", "--listen", address,
		"--data", cfg.Data, "--reader-dir", cfg.ReaderDir, "--log-level", "error")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &Program{Base: "http://" + address, PID: cmd.Process.Pid, data: cfg.Data, cmd: cmd}
	for deadline := time.Now().Add(time.Minute); ; {
		if healthy(ctx, p.Base) {
			return p, nil
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), p.Stop())
		case <-time.After(100 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return nil, errors.Join(errors.New("the program is not healthy after a minute"), p.Stop())
		}
	}
}

// Stop ends it as Ctrl-C does.
func (p *Program) Stop() error {
	return errors.Join(p.cmd.Process.Signal(syscall.SIGINT), p.cmd.Wait())
}

// Database opens the program's own database.
func (p *Program) Database(ctx context.Context) (*postgres.DB, error) {
	dir, err := filepath.Abs(filepath.Join(p.data, "postgres"))
	if err != nil {
		return nil, err
	}
	address, err := cluster.Running(dir, "walletdesk")
	if err != nil {
		return nil, fmt.Errorf("find the program's database: %w", err)
	}
	return postgres.Open(ctx, address)
}

func healthy(ctx context.Context, base string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/healthz", nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	return res.Body.Close() == nil && res.StatusCode == http.StatusOK
}
