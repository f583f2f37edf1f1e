package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// owner is the ordinary user the server runs as when this program is root, for
// PostgreSQL refuses to run as root. nil means: as whoever we are.
type owner struct {
	name     string
	uid, gid uint32
}

// findOwner returns nil unless this program is root.
func findOwner() (*owner, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "_postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(errUID, errGID); err != nil {
			return nil, fmt.Errorf("user %s: %w", name, err)
		}
		return &owner{name: name, uid: uint32(uid), gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres, _postgres or nobody to run it as")
}

func (o *owner) credential() *syscall.Credential {
	return &syscall.Credential{Uid: o.uid, Gid: o.gid}
}

// own gives a folder, not what is in it, to the owner.
func (o *owner) own(dir string) error {
	if o == nil {
		return nil
	}
	return os.Chown(dir, int(o.uid), int(o.gid))
}

// mayReach checks that every folder above path lets the owner pass.
func (o *owner) mayReach(path string) error {
	if o == nil {
		return nil
	}
	var closed []string
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil {
			return err
		}
		if !o.mayPass(info) {
			closed = append(closed, dir)
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if len(closed) > 0 {
		slices.Reverse(closed)
		return fmt.Errorf("the folder %s is closed to the user %s, whom PostgreSQL runs as here", closed[0], o.name)
	}
	return nil
}

func (o *owner) mayPass(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	mode := info.Mode().Perm()
	switch {
	case !ok:
		return mode&0o001 != 0
	case stat.Uid == o.uid:
		return mode&0o100 != 0
	case stat.Gid == o.gid:
		return mode&0o010 != 0
	}
	return mode&0o001 != 0
}
