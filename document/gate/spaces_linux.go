package gate

import (
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
)

// spaces are the namespaces a child starts in: a user of its own that owns
// nothing, and a network without any device. A kernel or container may deny
// them; then the child runs without, which is logged.
type spaces struct{ denied atomic.Bool }

// nobody is the user a child sees itself as.
const nobody = 65534

// apply prepares a command and tells whether it asks for namespaces.
func (s *spaces) apply(c *exec.Cmd) bool {
	// The child dies with the program that started it.
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	if s.denied.Load() {
		return false
	}
	c.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS
	c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getuid(), Size: 1}}
	c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getgid(), Size: 1}}
	return true
}

func (s *spaces) deny() { s.denied.Store(true) }

// used names them for the log.
func (s *spaces) used() []string {
	if s.denied.Load() {
		return nil
	}
	return []string{"user", "net", "ipc", "uts"}
}
