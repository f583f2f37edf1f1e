package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// lockFile takes the folder's lock, which the kernel gives back when this
// process ends, however it ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = ErrInUse
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// chooseMajor picks the programs that fit the data at hand; without data, the
// newest. Data of another major version alone are refused: PostgreSQL cannot read
// them and they must not be left behind unnoticed.
func chooseMajor(dir string, found []programs) (programs, error) {
	majors, err := dataMajors(dir)
	if err != nil {
		return programs{}, err
	}
	byVersion := func(a, b programs) int { return b.version - a.version }
	sorted := slices.SortedStableFunc(slices.Values(found), byVersion)
	if len(majors) == 0 {
		return sorted[0], nil
	}
	for _, p := range sorted {
		if slices.Contains(majors, p.version) {
			return p, nil
		}
	}
	old := slices.Max(majors)
	return programs{}, fmt.Errorf("the data in %[1]s were written by PostgreSQL %[2]d, and only version %[3]d is installed. "+
		"Nothing was changed. Install the programs of version %[2]d to go on as before; to move to version %[3]d, "+
		"start with version %[2]d once, save with pg_dump, move %[1]s away, start with version %[3]d and load with psql",
		filepath.Join(dir, strconv.Itoa(old)), old, sorted[0].version)
}

// dataMajors lists the major versions that have a data folder in dir.
func dataMajors(dir string) ([]int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var majors []int
	for _, entry := range entries {
		major, err := strconv.Atoi(entry.Name())
		if err != nil || !entry.IsDir() {
			continue
		}
		empty, err := isEmpty(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		if !empty {
			majors = append(majors, major)
		}
	}
	return majors, nil
}

func isEmpty(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	return len(entries) == 0, err
}

// initialise makes the data folder unless it is there. initdb works in a folder
// of another name beside it, so that a half-made one is never taken for data.
func (c *Cluster) initialise(ctx context.Context, p programs, data string) error {
	if version, err := os.ReadFile(filepath.Join(data, "PG_VERSION")); err == nil {
		if got := strings.TrimSpace(string(version)); got != p.major() {
			return fmt.Errorf("%s holds data of PostgreSQL %s. Nothing was changed", data, got)
		}
		return nil
	}
	if empty, err := isEmpty(data); err == nil && !empty {
		return fmt.Errorf("%s is not empty and holds no PostgreSQL data. Nothing was changed; move it away", data)
	}
	if err := c.removeHalfMade(); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(c.cfg.Dir, halfMade)
	if err != nil {
		return err
	}
	if err := c.owner.own(fresh); err != nil {
		return err
	}
	if err := c.initdb(ctx, p, fresh); err != nil {
		return err
	}
	return os.Rename(fresh, data) // an empty folder of that name gives way
}

// halfMade begins the name of a folder that initdb works in. No server ever ran
// on one, so there is nothing in it to lose.
const halfMade = "initdb-"

func (c *Cluster) removeHalfMade() error {
	leftovers, err := filepath.Glob(filepath.Join(escapeGlob(c.cfg.Dir), halfMade+"*"))
	if err != nil {
		return err
	}
	for _, dir := range leftovers {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

// initdb fills the folder. "trust" is for those who can enter the socket folder.
func (c *Cluster) initdb(ctx context.Context, p programs, dir string) error {
	args := []string{"--username=" + superuser, "--auth=trust", "--encoding=UTF8", "--locale=C", "--data-checksums"}
	if c.cfg.Settings["fsync"] == "off" {
		args = append(args, "--no-sync")
	}
	cmd, closeAfter, err := c.command(p.path("initdb"), dir, args...)
	if err != nil {
		return err
	}
	child, err := startProcess(cmd, c.cfg.Log)
	closeAfter()
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return errors.Join(ctx.Err(), child.stop(context.WithoutCancel(ctx)))
	case <-child.done:
	}
	if child.err != nil {
		return fmt.Errorf("initdb: %w\n%s", child.err, child.tail)
	}
	return nil
}
