//go:build !linux

package cage

import (
	"errors"

	"golang.org/x/sys/unix"
)

// limit sets what every Unix knows.
func (h *Hello) limit() {
	for _, l := range []struct {
		name     string
		resource int
		value    uint64
	}{{"no core dump", unix.RLIMIT_CORE, 0}, {"no file size", unix.RLIMIT_FSIZE, 0}, {"cpu time", unix.RLIMIT_CPU, 60}} {
		h.did(l.name, unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.value, Max: l.value}))
	}
}

// lock says that this system has none of the locks: development only.
func (h *Hello) lock() {
	missing := errors.New("only on Linux")
	h.did("landlock", missing)
	h.did("seccomp", missing)
}
