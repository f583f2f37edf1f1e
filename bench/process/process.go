// Package process starts the built walletdesk, or any server of a benchmark, and
// looks at what it costs from outside.
package process

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Process is a server that runs. Base is its address.
type Process struct {
	Base string
	cmd  *exec.Cmd
}

const startWithin = time.Minute

// Start runs a command that listens on an address and returns when its healthPath
// answers 200.
func Start(ctx context.Context, listen, healthPath string, env []string, name string, args ...string) (*Process, error) {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), name, args...)
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), env...)
	// Ctrl-C is for the benchmark, which ends the program in its turn.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &Process{Base: "http://" + listen, cmd: cmd}
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	for !p.healthy(ctx, healthPath) {
		select {
		case <-ctx.Done():
			return nil, errors.Join(fmt.Errorf("%s is not healthy: %w", name, ctx.Err()), p.Stop())
		case <-time.After(10 * time.Millisecond):
		}
	}
	return p, nil
}

// FreeAddress is a port nobody listens on now.
func FreeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func (p *Process) healthy(ctx context.Context, path string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Base+path, nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	return res.Body.Close() == nil && res.StatusCode == http.StatusOK
}

// Stop asks it to end and waits.
func (p *Process) Stop() error {
	return errors.Join(p.cmd.Process.Signal(syscall.SIGINT), p.cmd.Wait())
}

// Memory is what it holds, in bytes (VmRSS, Linux).
func (p *Process) Memory() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("no VmRSS")
}

// ticksPerSecond of /proc's times (sysconf(_SC_CLK_TCK), 100 on every Linux that Go runs on).
const ticksPerSecond = 100

// CPU is the time it has computed, user and system together (Linux).
func (p *Process) CPU() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The name, in parentheses, may hold spaces; utime and stime are the 14th and
	// 15th field (proc(5)).
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("no times in /proc")
	}
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond, nil
}
