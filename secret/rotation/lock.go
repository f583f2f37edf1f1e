package rotation

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock takes the lock of a key file, on a file beside it: the key file itself is
// replaced meanwhile. The kernel gives it back when this process ends, however it
// ends.
func lock(path string) (free func(), err error) {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock key set: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = ErrRunning
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil // closing gives it back; nothing was written
}
