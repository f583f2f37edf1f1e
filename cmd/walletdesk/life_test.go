package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/migrations"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
)

// process is the program as a process of its own: the test binary plays it, see
// TestMain.
type process struct {
	cmd  *exec.Cmd
	up   *waiter
	log  *waiter
	done chan struct{} // closed when it has ended
}

// launch starts `serve --dev` without waiting for it.
func launch(t *testing.T, address, data string, more ...string) *process {
	t.Helper()
	return launchWith(t, nil, append([]string{"--dev", "--listen", address, "--data", data}, more...)...)
}

// launchWith starts `serve` with settings of one's own, without waiting for it.
func launchWith(t *testing.T, environ []string, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := filepath.Abs("../../var/reader")
	if err != nil {
		t.Fatal(err)
	}
	p := &process{
		up: &waiter{word: "walletdesk is up", done: make(chan struct{})}, log: &waiter{word: "\x00", done: make(chan struct{})},
		done: make(chan struct{}),
	}
	// Not t.Context(): the test ends it, in its own way.
	p.cmd = exec.CommandContext(context.Background(), self, append([]string{"serve", "--reader-dir", reader}, args...)...)
	p.cmd.Env = append(os.Environ(), environ...)
	p.cmd.Stdout, p.cmd.Stderr = p.up, p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		_ = p.cmd.Wait() // how it ended is in ProcessState
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Signal(syscall.SIGTERM) // ended already, mostly; killed it would leave its socket's folder
		<-p.done
	})
	return p
}

// started waits until the program says that it is up.
func (p *process) started(t *testing.T) {
	t.Helper()
	select {
	case <-p.up.done:
	case <-p.done:
		t.Fatalf("it ended with %d:\n%s", p.cmd.ProcessState.ExitCode(), p.log.text())
	case <-time.After(time.Minute):
		t.Fatalf("it does not come up:\n%s", p.log.text())
	}
}

// signal sends a signal, waits for the end and tells the exit code, -1 for a signal
// that killed it.
func (p *process) signal(t *testing.T, s syscall.Signal) int {
	t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	return p.ended(t)
}

func (p *process) ended(t *testing.T) int {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		t.Fatalf("it does not end:\n%s", p.log.text())
	}
	return p.cmd.ProcessState.ExitCode()
}

// postmaster is the process of the private PostgreSQL.
func postmaster(t *testing.T, data string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(data, "postgres", "*", "postmaster.pid"))
	if err != nil || len(files) != 1 {
		t.Fatalf("postmaster.pid: %q, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func address(t *testing.T) string {
	t.Helper()
	a, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Killed in the middle of everything, and started again: sessions hold, every
// acknowledged message is there, and a mail that was promised comes.
func TestLife_KilledAndBack(t *testing.T) {
	t.Parallel()
	at, data := address(t), t.TempDir()
	base := "http://" + at
	p := launch(t, at, data)
	p.started(t)
	c, _ := register(t, base, "life-killed")
	id := openConversation(t, c)
	const said = 20
	for i := range said {
		c.must(t, "sendMessage", "SendMessageInput", "message { seq }", object{"conversationId": id, "clientId": newID(i), "body": fmt.Sprintf("word %d", i)})
	}
	c.must(t, "requestRecovery", "RequestRecoveryInput", "sent", object{})
	if code := p.signal(t, syscall.SIGKILL); code != -1 {
		t.Errorf("killed, it ended with %d", code)
	}

	begun := time.Now()
	p = launch(t, at, data)
	p.started(t)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("the second start took %s", took)
	}
	var out struct {
		Viewer       struct{ Stage string }
		Conversation struct {
			Messages struct{ Nodes []struct{ ClientID string } }
		}
	}
	c.ask(t, `query ($id: ID!) { viewer { stage } conversation(id: $id) { messages(first: 100) { nodes { clientId } } } }`, object{"id": id}, &out)
	if out.Viewer.Stage != "REGISTERED" {
		t.Errorf("signed in as before, the customer is %s", out.Viewer.Stage)
	}
	kept := map[string]int{}
	for _, m := range out.Conversation.Messages.Nodes {
		kept[m.ClientID]++
	}
	for i := range said {
		if kept[newID(i)] != 1 {
			t.Errorf("message %d is there %d times", i, kept[newID(i)])
		}
	}
	token := linkIn(t, base, "life-killed@shop.example", "/recover")
	c.must(t, "confirmRecoveryLink", "ConfirmRecoveryLinkInput", "flow { state }", object{"token": token})
}

// newID is a client's id of its i-th message.
func newID(i int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", i) }

// A second program does not come near the first one's data, and says why.
func TestLife_OneAtATime(t *testing.T) {
	t.Parallel()
	at, data := address(t), t.TempDir()
	p := launch(t, at, data)
	p.started(t)
	for why, tc := range map[string]struct{ at, say string }{
		"the same address": {at, "WALLETDESK_LISTEN"},
		"the same folder":  {address(t), "in use"},
	} {
		second := launch(t, tc.at, data)
		if code := second.ended(t); code != 1 || !strings.Contains(second.log.text(), tc.say) {
			t.Errorf("%s: it ended with %d:\n%s", why, code, second.log.text())
		}
	}
	if status := statusAt(t, "http://"+at+"/healthz"); status != http.StatusOK {
		t.Errorf("after that the first is not healthy: %d", status)
	}
}

// A SIGTERM ends everything that was started, in good order: sockets hear 1001,
// which their clients come back after.
func TestLife_Ends(t *testing.T) {
	t.Parallel()
	at, data := address(t), t.TempDir()
	p := launch(t, at, data)
	p.started(t)
	c, _ := register(t, "http://"+at, "life-ends")
	conn, err := c.subscribe(eventsSubscription, object{"id": openConversation(t, c), "after": 0})
	if err != nil {
		t.Fatal(err)
	}
	pid := postmaster(t, data)
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, _, err = conn.ReadMessage()
	}
	if !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("the socket ended with %v", err)
	}
	if code := p.ended(t); code != 0 {
		t.Errorf("it ended with %d:\n%s", code, p.log.text())
	}
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("PostgreSQL is still there: %v", err)
	}
}

// Without its database the program does not go on as if nothing were.
func TestLife_PostgreSQLDies(t *testing.T) {
	t.Parallel()
	at, data := address(t), t.TempDir()
	p := launch(t, at, data)
	p.started(t)
	if err := syscall.Kill(postmaster(t, data), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(t); code != 1 || !strings.Contains(p.log.text(), "walletdesk: private PostgreSQL: it ended by itself") {
		t.Errorf("it ended with %d:\n%s", code, p.log.text())
	}
}

func statusAt(t *testing.T, address string) int {
	t.Helper()
	status, _ := fetch(t, shoptest.NewBrowser(t), address)
	return status
}

func fetch(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// What the announcement names is there.
func TestFront_ServesWhatItAnnounces(t *testing.T) {
	t.Parallel()
	base := program(t)
	for path, want := range map[string]int{
		"/": 200, "/console": 200, "/playground": 200, "/dev/mail": 302, "/dev/mail/": 200, "/dev/card.jpg": 200, "/healthz": 200,
		"/dev/captcha?id=none": 404, "/assets/none.js": 404,
	} {
		if status := statusAt(t, base+path); status != want {
			t.Errorf("%s: status %d, want %d", path, status, want)
		}
	}
}

// deaf is a terminal that was closed.
type deaf struct{}

var errDeaf = errors.New("nobody reads")

func (deaf) Write([]byte) (int, error) { return 0, errDeaf }

// Whatever goes wrong once it serves, the program ends and closes what it opened.
func TestServe_NobodyReads(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	reader, err := filepath.Abs("../../var/reader")
	if err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), []string{"serve", "--dev", "--listen", address(t), "--data", data, "--reader-dir", reader}, nil, deaf{}, io.Discard)
	if !errors.Is(err, errDeaf) {
		t.Errorf("got %v", err)
	}
	// The folder is free again.
	var out bytes.Buffer
	if err := run(t.Context(), []string{"migrate", "--data", data}, nil, &out, io.Discard); err != nil || !strings.HasPrefix(out.String(), "The schema is at version ") {
		t.Errorf("migrate: %q, %v", &out, err)
	}
}

// A program that is stopped while it starts was not broken.
func TestServe_StoppedBeforeItIsUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, []string{"serve", "--dev", "--listen", address(t), "--data", t.TempDir()}, nil, io.Discard, io.Discard); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestServe_NoReaderFiles(t *testing.T) {
	t.Parallel()
	err := run(t.Context(), []string{"serve", "--dev", "--listen", address(t), "--data", t.TempDir()}, nil, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "make reader-files") || !strings.Contains(err.Error(), "WALLETDESK_READER_DIR") {
		t.Errorf("got %v", err)
	}
}

// A database of somebody's is changed only when that is asked for.
func TestCheckSchema(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	log := newLogger(config{}, io.Discard)
	if err := checkSchema(t.Context(), db, false, log); err != nil {
		t.Errorf("a schema of today: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), `DROP SCHEMA public CASCADE`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA public`); err != nil {
		t.Fatal(err)
	}
	if err := checkSchema(t.Context(), db, false, log); err == nil || !strings.Contains(err.Error(), "walletdesk migrate") {
		t.Errorf("an empty database: %v", err)
	}
	if pending, err := migrations.Pending(t.Context(), db.DB.DB); err != nil || !pending {
		t.Errorf("it was changed: %v, %v", pending, err)
	}
	if err := checkSchema(t.Context(), db, true, log); err != nil {
		t.Errorf("brought up: %v", err)
	}
	if err := checkSchema(t.Context(), db, false, log); err != nil {
		t.Errorf("after that: %v", err)
	}
}
