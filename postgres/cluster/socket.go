package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	// socketPort only names the socket file; nothing listens on a network.
	socketPort   = "5432"
	socketPrefix = "walletdesk-pg-"
	socketFile   = ".s.PGSQL." + socketPort
	// maxSocketPath is what the narrowest system takes (macOS: 104 with the final zero).
	maxSocketPath = 103
)

// makeSocketFolder makes a fresh folder that only the server's owner (and root)
// may enter, and notes it, so that the next start can clear it if we are killed.
func (c *Cluster) makeSocketFolder() error {
	note := filepath.Join(c.cfg.Dir, "socket")
	if last, err := os.ReadFile(note); err == nil {
		if err := removeSocket(strings.TrimSpace(string(last))); err != nil {
			c.cfg.Log.Warn("an old socket folder stays", "error", err)
		}
	}
	parent := os.TempDir()
	longest := filepath.Join(parent, socketPrefix+"0123456789", socketFile)
	if len(longest) > maxSocketPath || c.owner.mayReach(filepath.Join(parent, "x")) != nil {
		parent = "/tmp"
	}
	dir, err := os.MkdirTemp(parent, socketPrefix) // 0700
	if err != nil {
		return err
	}
	c.socket = dir
	if err := c.owner.own(dir); err != nil {
		return err
	}
	return os.WriteFile(note, []byte(dir+"\n"), 0o600)
}

func (c *Cluster) removeSocketFolder() error {
	return errors.Join(removeSocket(c.socket), removeIfThere(filepath.Join(c.cfg.Dir, "socket")))
}

// removeSocket removes a socket folder by the names of its files, never more.
func removeSocket(dir string) error {
	if !strings.HasPrefix(filepath.Base(dir), socketPrefix) {
		return fmt.Errorf("%q is no socket folder of ours", dir)
	}
	return errors.Join(
		removeIfThere(filepath.Join(dir, socketFile)),
		removeIfThere(filepath.Join(dir, socketFile+".lock")),
		removeIfThere(dir),
	)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
