package cage

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain plays a locked child when the test below starts this program as one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "locked" {
		locked()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// escape is what a locked child tried, and whether it got through.
type escape struct {
	Hello   Hello
	Through []string
}

// locked locks the door and tries every way out.
func locked() {
	var e escape
	e.Hello.limit()
	e.Hello.lock()
	for name, try := range map[string]func() error{
		"read a file":     func() error { _, err := os.ReadFile("/etc/hostname"); return err },
		"list a folder":   func() error { _, err := os.ReadDir("/"); return err },
		"write a file":    func() error { return os.WriteFile(filepath.Join(os.TempDir(), "escaped"), []byte("x"), 0o600) },
		"open a socket":   func() error { _, err := net.Listen("tcp", "127.0.0.1:0"); return err },
		"speak to a port": func() error { _, err := net.Dial("udp", "127.0.0.1:9"); return err },
		"start a program": func() error { return exec.Command("/bin/true").Run() },
		"signal parent":   func() error { p, err := os.FindProcess(os.Getppid()); return interrupt(err, p) },
	} {
		if try() == nil {
			e.Through = append(e.Through, name)
		}
	}
	if WriteMessage(os.Stdout, e) != nil {
		os.Exit(1)
	}
}

// interrupt signals p unless there is an error already.
func interrupt(err error, p *os.Process) error {
	if err != nil {
		return err
	}
	return p.Signal(os.Interrupt)
}

// TestLock_NoWayOut: after lock, nothing but its pipes is left to a child.
func TestLock_NoWayOut(t *testing.T) {
	t.Parallel()
	out, err := exec.Command(os.Args[0], "locked").Output()
	if err != nil {
		t.Fatal(err)
	}
	var e escape
	if err := ReadMessage(bytes.NewReader(out), &e); err != nil {
		t.Fatal(err)
	}
	t.Logf("locks %q, open %q", e.Hello.Locks, e.Hello.Open)
	if len(e.Through) > 0 {
		t.Errorf("a locked child could %s", strings.Join(e.Through, ", "))
	}
}

func TestConfigFrom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dir, threads string
		want         Config
		ok           bool
	}{
		{"/reader", "", Config{Dir: "/reader", Threads: 1}, true},
		{"/reader", "2", Config{Dir: "/reader", Threads: 2}, true},
		{"/reader", "0", Config{}, false},
		{"/reader", "many", Config{}, false},
		{"", "1", Config{}, false},
	} {
		got, err := ConfigFrom(func(name string) string {
			return map[string]string{EnvDir: c.dir, EnvThreads: c.threads}[name]
		})
		if got != c.want || (err == nil) != c.ok {
			t.Errorf("%q, %q: got %+v, %v", c.dir, c.threads, got, err)
		}
	}
}

func TestChildMain_NoFiles(t *testing.T) {
	t.Parallel()
	if os.Getenv("WALLETDESK_CHILD") == "" {
		// It sets limits on its own process: never on the one that tests.
		command := exec.Command(os.Args[0], "-test.run=^TestChildMain_NoFiles$")
		command.Env = append(os.Environ(), "WALLETDESK_CHILD=1")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	var out bytes.Buffer
	if code := ChildMain(strings.NewReader(""), &out, Config{Dir: t.TempDir(), Threads: 1}); code == 0 || out.Len() > 0 {
		t.Errorf("code %d, %d bytes", code, out.Len())
	}
}

func TestFrames(t *testing.T) {
	t.Parallel()
	var pipe bytes.Buffer
	if err := WriteMessage(&pipe, Question{Card: true, Prefixes: Prefixes{1}}); err != nil {
		t.Fatal(err)
	}
	if err := WriteFrame(&pipe, []byte("picture")); err != nil {
		t.Fatal(err)
	}
	var q Question
	if err := ReadMessage(&pipe, &q); err != nil || !q.Card || len(q.Prefixes) != 1 {
		t.Errorf("got %+v, %v", q, err)
	}
	if _, err := ReadFrame(bytes.NewReader(pipe.Bytes()), 6); err == nil {
		t.Error("read a frame over its limit")
	}
	if got, err := ReadFrame(&pipe, 7); err != nil || string(got) != "picture" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := ReadFrame(&pipe, 7); err == nil {
		t.Error("read a frame of nothing")
	}
}

// FuzzReadMessage: a child that was taken over can't make the parent fail in
// another way than by an error, nor make an error quote what it sent.
func FuzzReadMessage(f *testing.F) {
	good, err := json.Marshal(Reply{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append(binary.BigEndian.AppendUint32(nil, uint32(len(good))), good...))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0, 0, 0, 18, '"', '4', '2', '4', '2', '4', '2', '4', '2', '4', '2', '4', '2', '4', '2', '4', '2', '"'})
	f.Fuzz(func(t *testing.T, data []byte) {
		var r Reply
		err := ReadMessage(bytes.NewReader(data), &r)
		if err != nil && strings.Contains(err.Error(), "4242") {
			t.Fatal("an error quotes its input")
		}
		_, err = ReadFrame(io.LimitReader(bytes.NewReader(data), 64), 32)
		if err == nil && len(data) < 4 {
			t.Fatal("a frame without a length")
		}
	})
}
