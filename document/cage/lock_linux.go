package cage

import (
	"errors"
	"fmt"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// The kernel's limits of one child. Go and onnxruntime reserve address space:
// 1.5 GB is too little for any picture, 2.5 GB enough for one of 2,000 pixels;
// 4 GB let 40 megapixels be decoded before they are reduced.
const (
	addressSpace = 4 << 30
	cpuSeconds   = 60
	openFiles    = 64
)

// limit sets what the kernel ends a child for, and that it leaves no core dump.
func (h *Hello) limit() {
	set := func(name string, resource int, value uint64) {
		h.did(name, unix.Setrlimit(resource, &unix.Rlimit{Cur: value, Max: value}))
	}
	set("no core dump", unix.RLIMIT_CORE, 0)
	set("no file size", unix.RLIMIT_FSIZE, 0)
	set("cpu time", unix.RLIMIT_CPU, cpuSeconds)
	set("open files", unix.RLIMIT_NOFILE, openFiles)
	if raceDetector {
		// It reserves terabytes of address space.
		h.did("memory", errors.New("not limited under the race detector"))
		return
	}
	set("memory", unix.RLIMIT_AS, addressSpace)
}

// lock shuts the door: no file, no network, no other program from here on. It
// comes after the models are loaded and before a byte of a picture is read.
func (h *Hello) lock() {
	h.did("no new privileges", unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
	h.did("landlock", lockFiles())
	h.did("no dump", unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0))
	h.did("seccomp", lockCalls())
}

// lockFiles leaves no path readable or writable and no port to speak to.
// BestEffort succeeds on a kernel without Landlock, so that is asked first.
func lockFiles() error {
	if version, err := landlockVersion(); err != nil || version < 1 {
		return errors.New("this kernel has no Landlock")
	}
	if err := landlock.V8.BestEffort().Restrict(); err != nil {
		return fmt.Errorf("landlock: %w", err)
	}
	return nil
}

func landlockVersion() (int, error) {
	const createRulesetVersion = 1
	n, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, createRulesetVersion)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// allowed are the calls a running Go program with onnxruntime's threads makes
// between its pipes: memory, threads, time, signals. Everything else answers
// EPERM: no file is opened, no socket made, no program started. memfd, io_uring,
// ptrace, bpf and the like are not among them.
func allowed() []string {
	return []string{
		"read", "write", "close", "readv", "writev", "lseek", "fstat", "fcntl",
		"mmap", "munmap", "mprotect", "madvise", "mremap", "brk", "membarrier", "mincore",
		"futex", "futex_waitv", "sched_yield", "sched_getaffinity", "get_mempolicy",
		"clone", "clone3", "exit", "exit_group", "set_robust_list", "rseq", "set_tid_address", "arch_prctl",
		"gettid", "getpid", "tgkill", "restart_syscall", "getrandom", "getrusage", "sysinfo", "uname",
		"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "rt_sigtimedwait",
		"nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday",
		"timer_create", "timer_settime", "timer_delete", "setitimer", "getcpu", "prctl",
		"epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_wait", "epoll_pwait2", "eventfd2", "pipe2",
		"poll", "ppoll",
	}
}

func lockCalls() error {
	info, err := arch.GetInfo("")
	if err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	var names []string
	for _, name := range allowed() {
		// Some are not on every architecture.
		if _, ok := info.SyscallNames[name]; ok {
			names = append(names, name)
		}
	}
	filter := seccomp.Filter{
		NoNewPrivs: true,
		Flag:       seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{
			DefaultAction: seccomp.ActionErrno,
			Syscalls:      []seccomp.SyscallGroup{{Action: seccomp.ActionAllow, Names: names}},
		},
	}
	if err := seccomp.LoadFilter(filter); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	return nil
}
