package cluster

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// errEnded is for a server that ended as if all was well.
var errEnded = errors.New("without an error")

// waitReady returns when the server answers and the database is there.
func (c *Cluster) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	connector, err := pq.NewConnector(c.url("postgres"))
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	err = c.waitAnswer(ctx, db)
	if err == nil {
		err = c.createDatabase(ctx, db)
	}
	return errors.Join(err, db.Close())
}

func (c *Cluster) waitAnswer(ctx context.Context, db *sql.DB) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		_, last := db.ExecContext(ctx, "SELECT 1")
		if last == nil {
			return nil
		}
		select {
		case <-c.server.done:
			return fmt.Errorf("the server ended: %w; its last lines:\n%s", cmp.Or(c.server.err, errEnded), c.server.tail)
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w; its last lines:\n%s", last, c.server.tail)
		case <-tick.C:
		}
	}
}

func (c *Cluster) createDatabase(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(c.cfg.Database))
	if err != nil && pq.As(err, pqerror.DuplicateDatabase) == nil {
		return fmt.Errorf("create database %s: %w", c.cfg.Database, err)
	}
	return nil
}
