//go:build unix && !linux

package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// dieWithUs can do nothing here: an orphan is stopped by the next start.
func dieWithUs(*syscall.SysProcAttr) {}

// openFolder is Linux's.
func openFolder(path string) (*os.File, string, error) {
	return nil, "", fmt.Errorf("%s cannot be reached by the user PostgreSQL runs as; move the project out of root's home", path)
}

// serverOf tells what the process with that id is to the data folder.
func serverOf(pid int, data string) pidState {
	if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
		return pidDead
	}
	out, err := exec.Command("ps", "-o", "stat=,command=", "-p", strconv.Itoa(pid)).Output()
	text := strings.TrimSpace(string(out))
	if err != nil || text == "" {
		return pidDead
	}
	if strings.HasPrefix(text, "Z") || !strings.Contains(text, "postgres") || !strings.Contains(text, "-D "+data+" ") {
		return pidOther
	}
	return pidServer
}
