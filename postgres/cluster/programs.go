package cluster

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// The major versions walletdesk is tested with. CREATE DATABASE … STRATEGY needs 15.
const (
	oldestMajor = 15
	newestMajor = 18
)

// programs is a folder that holds both initdb and postgres of one version.
type programs struct {
	dir     string
	version int // major
}

func (p programs) path(name string) string { return filepath.Join(p.dir, name) }
func (p programs) major() string           { return strconv.Itoa(p.version) }

// MissingError says that PostgreSQL's programs are not on this machine, and how
// to get them there.
type MissingError struct {
	// Looked lists the folders that held the programs in a version we don't know.
	Looked []string
}

// Error returns sentences for the person at the terminal.
func (e *MissingError) Error() string {
	text := fmt.Sprintf("PostgreSQL %d to %d is needed and was not found", oldestMajor, newestMajor)
	if len(e.Looked) > 0 {
		text += " (found: " + strings.Join(e.Looked, ", ") + ")"
	}
	return text + ". Install it with `" + installCommand() + "`, name its folder in WALLETDESK_PG_BIN, " +
		"or set WALLETDESK_DATABASE_URL to use a server of yours"
}

// installCommand is the command for this system.
func installCommand() string {
	if runtime.GOOS == "darwin" {
		return "brew install postgresql@17"
	}
	for _, known := range []struct{ file, command string }{
		{"/etc/debian_version", "sudo apt-get install postgresql"},
		{"/etc/fedora-release", "sudo dnf install postgresql-server"},
		{"/etc/arch-release", "sudo pacman -S postgresql"},
		{"/etc/alpine-release", "apk add postgresql17"},
	} {
		if _, err := os.Stat(known.file); err == nil {
			return known.command
		}
	}
	return "the package manager's postgresql server package"
}

// findPrograms returns every usable version: in binDir alone if it is given, else
// in PATH, pg_config's folder, the usual places of distributions, and ours.
func findPrograms(ctx context.Context, binDir, dir string) ([]programs, error) {
	candidates := []string{binDir}
	if binDir == "" {
		candidates = usualFolders(ctx, dir)
	}
	missing := &MissingError{}
	seen := map[string]bool{}
	var found []programs
	for _, folder := range candidates {
		resolved, err := filepath.EvalSymlinks(folder)
		if err != nil || seen[resolved] { // most candidates are not there
			continue
		}
		seen[resolved] = true
		if !hasBoth(resolved) {
			continue
		}
		version, err := majorOf(ctx, filepath.Join(resolved, "postgres"))
		if err != nil {
			missing.Looked = append(missing.Looked, fmt.Sprintf("%s, which does not run: %v", resolved, err))
			continue
		}
		if version < oldestMajor || version > newestMajor {
			missing.Looked = append(missing.Looked, fmt.Sprintf("version %d in %s", version, resolved))
			continue
		}
		found = append(found, programs{dir: resolved, version: version})
	}
	if len(found) == 0 {
		return nil, missing
	}
	return found, nil
}

// usualFolders lists where the programs may be, the most deliberate first.
func usualFolders(ctx context.Context, dir string) []string {
	folders := filepath.SplitList(os.Getenv("PATH"))
	if path, err := exec.LookPath("pg_config"); err == nil {
		if out, err := exec.CommandContext(ctx, path, "--bindir").Output(); err == nil {
			folders = append(folders, strings.TrimSpace(string(out)))
		}
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
		"/usr/pgsql-*/bin",                                   // Fedora, RHEL (PGDG)
		"/usr/lib/postgresql*/bin",                           // SUSE
		"/usr/libexec/postgresql*",                           // Alpine
		"/opt/homebrew/opt/postgresql@*/bin",                 // Homebrew on Apple silicon
		"/usr/local/opt/postgresql@*/bin",                    // Homebrew on Intel
		"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",    // Homebrew on Linux
		"/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
		"/usr/local/pgsql/bin",                               // built from source
		filepath.Join(escapeGlob(dir), "programs", "bin"),    // scripts/postgres-programs
	} {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			continue // only a malformed pattern, and these are ours
		}
		folders = append(folders, matches...)
	}
	return folders
}

// escapeGlob makes a path mean itself in a pattern.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func hasBoth(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}

// majorOf reads "postgres (PostgreSQL) 15.18 (Debian …)".
func majorOf(ctx context.Context, postgres string) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, postgres, "--version").Output()
	if err != nil {
		return 0, err
	}
	match := regexp.MustCompile(`\(PostgreSQL\) (\d+)`).FindSubmatch(out)
	if match == nil {
		return 0, fmt.Errorf("unknown version %q", strings.TrimSpace(string(out)))
	}
	return strconv.Atoi(string(match[1]))
}
