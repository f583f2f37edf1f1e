// Package program starts the built walletdesk for a measurement, as `make run`
// does, with a private database of its own.
package program

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/walletdesk/walletdesk/bench/process"
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
	*process.Process

	data string
}

// Start returns when the program is healthy. Stop ends it.
func Start(ctx context.Context, cfg Config) (*Program, error) {
	address, err := process.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	p, err := process.Start(ctx, address, "/healthz", nil, cfg.Path, "serve", "--dev", "--listen", address,
		"--data", cfg.Data, "--reader-dir", cfg.ReaderDir, "--log-level", "error")
	if err != nil {
		return nil, err
	}
	return &Program{Process: p, data: cfg.Data}, nil
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
