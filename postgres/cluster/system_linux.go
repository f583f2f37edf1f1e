package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// dieWithUs has the kernel send the orderly-stop signal when we are gone.
func dieWithUs(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// openFolder opens a folder that the server's owner cannot reach by its path (a
// clone in root's home) and returns the name by which the child finds it: its
// third file. The folder itself is the owner's; only the way there is closed.
func openFolder(path string) (*os.File, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, "", err
	}
	return f, "/proc/self/fd/3", nil
}

// serverOf tells what the process with that id is to the data folder.
func serverOf(pid int, data string) pidState {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return pidDead
	}
	// "pid (name) state …", and the name may hold anything.
	_, after, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')'):]), " ")
	if strings.HasPrefix(after, "Z") || strings.HasPrefix(after, "X") {
		return pidOther
	}
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	exe, err := os.Readlink(filepath.Join(proc, "exe"))
	if err != nil || !strings.HasPrefix(filepath.Base(exe), "postgres") { // "postgres (deleted)" after an upgrade
		return pidOther
	}
	here, err := os.Stat(filepath.Join(proc, "cwd"))
	if err != nil {
		return pidOther
	}
	want, err := os.Stat(data)
	if err != nil || !os.SameFile(here, want) {
		return pidOther
	}
	return pidServer
}
