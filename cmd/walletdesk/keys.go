package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/document"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/payment"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/cluster"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/secret/rotation"
)

// keysCommand is the command of that name, with its own word after it.
func keysCommand(ctx context.Context, args, environ []string, out, errs io.Writer) (err error) { //nolint:nonamedreturns // closing may fail too
	what := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		what, args = args[0], args[1:]
	}
	cfg, err := readConfig("keys", args, environ)
	if errors.Is(err, errHelp) {
		return help(out, "keys")
	}
	if err != nil {
		return err
	}
	if what != "list" && what != "rotate" {
		return usage("say walletdesk keys list, or walletdesk keys rotate; see walletdesk keys --help")
	}
	log := newLogger(cfg, errs)
	h := newHouse(log)
	defer func() { err = errors.Join(err, h.close(context.WithoutCancel(ctx))) }()
	// Where no key file is, there is nothing to list, and none must be made here.
	if _, err := secret.ListKeys(cfg.Keys); err != nil {
		return fmt.Errorf("%sKEYS: %w", envPrefix, err)
	}
	db, err := openBeside(ctx, cfg, log, h)
	if err != nil {
		return err
	}
	r, err := newRotation(cfg, db, out)
	if err != nil {
		return err
	}
	if what == "list" {
		return listKeys(ctx, r, time.Now(), out)
	}
	_, err = r.Run(ctx)
	return err
}

// openBeside opens the database also while another program serves with it. The
// schema is left to that one.
func openBeside(ctx context.Context, cfg config, log *slog.Logger, h *house) (*postgres.DB, error) {
	if cfg.DatabaseURL == "" {
		db, err := openDatabase(ctx, cfg, log, h)
		if !errors.Is(err, cluster.ErrInUse) {
			return db, err
		}
		dir, err := filepath.Abs(filepath.Join(cfg.Data, "postgres"))
		if err != nil {
			return nil, err
		}
		if cfg.DatabaseURL, err = cluster.Running(dir, privateDatabase); err != nil {
			return nil, err
		}
	}
	cfg.Migrate = false
	return openDatabase(ctx, cfg, log, h)
}

func newRotation(cfg config, db *postgres.DB, out io.Writer) (*rotation.Rotation, error) {
	keys, err := secret.OpenKeys(cfg.Keys)
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	return rotation.New(rotation.Deps{
		DB: db, Path: cfg.Keys, Owners: sealedTables(db, keys), Audit: audit.New(keys, time.Now), Clock: time.Now,
		Tell: func(step string) { _, _ = fmt.Fprintln(out, step) }, // whoever watches has gone: go on
	}), nil
}

// sealedTables are all tables that hold what the keys sealed. One that is missing
// here stops a rotation before a key is deleted, and fails a test before that.
func sealedTables(db *postgres.DB, keys *secret.Keys) []rotation.Owner {
	return []rotation.Owner{
		{Table: "card", Column: "wrapped_key", Rewrap: card.Vault{DB: db, Keys: keys}.Rewrap},
		{Table: "document", Column: "wrapped_key", Rewrap: document.Vault{DB: db, Keys: keys}.Rewrap},
		{Table: "payment_attempt", Column: "sealed", Rewrap: payment.Vault{DB: db, Keys: keys}.Rewrap},
		{Table: "mail", Column: "sealed", Rewrap: mail.Vault{DB: db, Keys: keys}.Rewrap},
	}
}

// listKeys writes a table for people.
func listKeys(ctx context.Context, r *rotation.Rotation, now time.Time, out io.Writer) error {
	lines, err := r.List(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "VERSION\tID\tSTATE\tAGE\tSEALS") // Flush tells of failures
	for _, l := range lines {
		if l.Version == 0 {
			_, _ = fmt.Fprintf(w, "-\t-\tmissing\t-\t%s: sealed by a key that is not in this file\n", counts(l.Sealed))
			continue
		}
		state := "former"
		if l.Current {
			state = "current"
		}
		_, _ = fmt.Fprintf(w, "%d\t%08x\t%s\t%s\t%s\n", l.Version, l.ID, state, age(l.CreatedAt, now), counts(l.Sealed))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if slices.ContainsFunc(lines, func(l rotation.Line) bool { return l.Version > 0 && !l.Current }) {
		_, err = fmt.Fprintln(out, "\nA rotation was begun and has not ended: run walletdesk keys rotate again.")
	}
	return err
}

func counts(sealed map[string]int64) string {
	var all []string
	for _, table := range slices.Sorted(maps.Keys(sealed)) {
		all = append(all, fmt.Sprintf("%s %d", table, sealed[table]))
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, ", ")
}

func age(created, now time.Time) string {
	if created.IsZero() {
		return "unknown"
	}
	switch d := now.Sub(created); {
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	default:
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	}
}
