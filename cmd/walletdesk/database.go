package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"

	"github.com/walletdesk/walletdesk/migrations"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/cluster"
)

// privateDatabase is the database's name in the private PostgreSQL.
const privateDatabase = "walletdesk"

// openDatabase opens the database that is named, or starts the private one.
func openDatabase(ctx context.Context, cfg config, log *slog.Logger, house *house) (*postgres.DB, error) {
	address, private := cfg.DatabaseURL, cfg.DatabaseURL == ""
	if private {
		c, err := startCluster(ctx, cfg, log, house)
		if err != nil {
			return nil, err
		}
		address = c.URL()
	}
	db, err := postgres.Open(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	house.atEnd(func(context.Context) error { return db.Close() })
	return db, checkSchema(ctx, db, private || cfg.Migrate, log)
}

func startCluster(ctx context.Context, cfg config, log *slog.Logger, house *house) (*cluster.Cluster, error) {
	c, err := cluster.Start(ctx, cluster.Config{
		Dir: filepath.Join(cfg.Data, "postgres"), BinDir: cfg.PgBin, Database: privateDatabase, Log: log,
	})
	if err != nil {
		return nil, fmt.Errorf("private PostgreSQL: %w", err)
	}
	house.atEnd(c.Stop)
	house.run("private PostgreSQL", func(ctx context.Context) error {
		select {
		case <-ctx.Done():
			return nil
		case <-c.Done():
			return fmt.Errorf("it ended by itself:\n%s", c.Tail())
		}
	})
	return c, nil
}

// checkSchema brings the schema up to date, or refuses to work on another one.
func checkSchema(ctx context.Context, db *postgres.DB, up bool, log *slog.Logger) error {
	if up {
		version, err := migrations.Up(ctx, db.DB.DB)
		if err != nil {
			return err
		}
		log.Debug("schema is up to date", "version", version)
		return nil
	}
	pending, err := migrations.Pending(ctx, db.DB.DB)
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	if pending {
		return errors.New("the database's schema is older than this program: run walletdesk migrate, or start with --migrate")
	}
	return nil
}

// migrate is the command of that name.
func migrate(ctx context.Context, cfg config, out, errs io.Writer) (err error) { //nolint:nonamedreturns // closing may fail too
	log := newLogger(cfg, errs)
	h := newHouse(log)
	defer func() { err = errors.Join(err, h.close(context.WithoutCancel(ctx))) }()
	cfg.Migrate = true
	db, err := openDatabase(ctx, cfg, log, h)
	if err != nil {
		return err
	}
	// There is nothing left to do; it tells the version.
	version, err := migrations.Up(ctx, db.DB.DB)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "The schema is at version %d.\n", version)
	return err
}
