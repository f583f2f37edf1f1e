// Command walletdesk is the wallet's account centre: the only program of this
// repository.
//
//	walletdesk serve      serves everything
//	walletdesk migrate    brings the database's schema up to this version
//	walletdesk keys       lists the keys, or rotates them
//	walletdesk load       puts a running walletdesk under load and counts what it does
//	walletdesk version    says which build this is
//
// A hidden command, reader, is the caged child that looks at one picture; serve
// starts it by itself (package document/gate).
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/walletdesk/walletdesk/document/cage"
)

func main() {
	// The child looks at an untrusted picture: it gets no settings, no log and no
	// signals of ours.
	if len(os.Args) > 1 && os.Args[1] == "reader" {
		os.Exit(readerMain())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the second one ends the program at once.
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "walletdesk:", err)
		os.Exit(exitCode(err))
	}
}

func readerMain() int {
	c, err := cage.ConfigFrom(os.Getenv)
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "walletdesk reader:", err)
		return 2
	}
	return cage.ChildMain(os.Stdin, os.Stdout, c)
}

// errUsage is a mistake in the command line or the settings.
var errUsage = errors.New("usage")

func exitCode(err error) int {
	if errors.Is(err, errUsage) {
		return 2
	}
	return 1
}

// run is the program: args without its name, environ as os.Environ gives it. out
// gets what a person asked for, errs the log.
func run(ctx context.Context, args, environ []string, out, errs io.Writer) error {
	command := "help"
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	switch command {
	case "keys":
		return keysCommand(ctx, args, environ, out, errs)
	case "load":
		return loadCommand(ctx, args, out, errs)
	case "serve", "migrate":
		cfg, err := readConfig(command, args, environ)
		if errors.Is(err, errHelp) {
			return help(out, command)
		}
		if err != nil {
			return err
		}
		if command == "migrate" {
			return migrate(ctx, cfg, out, errs)
		}
		return serve(ctx, cfg, out, errs)
	case "version":
		_, err := fmt.Fprintln(out, version())
		return err
	case "help", "-h", "--help", "-help":
		return help(out, "")
	default:
		return usage("there is no command %q; see walletdesk help", command)
	}
}

// version names the build as Go recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "walletdesk (no build information)"
	}
	revision := ""
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			revision = " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return "walletdesk " + info.Main.Version + revision + " " + info.GoVersion
}

// usage is a mistake of whoever started the program, in a sentence for them.
func usage(format string, args ...any) error {
	return fmt.Errorf("%w%w", silent{errUsage}, fmt.Errorf(format, args...))
}

// silent is an error that errors.Is finds and nobody reads.
type silent struct{ error }

func (silent) Error() string   { return "" }
func (s silent) Unwrap() error { return s.error }
