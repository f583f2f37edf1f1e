package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/walletdesk/walletdesk/postgres/pgtest"
)

// nodes are several programs that serve the same people: one database, one set of
// keys, one public address, which is the first one's own.
type nodes struct {
	database, keys string
	list           []*node
}

// node is one of them. It keeps its address when it is killed and started again.
type node struct {
	all      *nodes
	address  string
	data     string
	settings []string // environment

	mu      sync.Mutex
	process *process
}

// openNodes starts as many nodes as there are buses; "" is the embedded one.
func openNodes(t *testing.T, buses ...string) *nodes {
	t.Helper()
	all := &nodes{database: pgtest.NewURL(t), keys: filepath.Join(t.TempDir(), "keys.json")}
	for _, bus := range buses {
		n := &node{all: all, address: address(t), data: t.TempDir()}
		n.settings = []string{envPrefix + "DATABASE_URL=" + all.database}
		if bus != "" {
			n.settings = append(n.settings, envPrefix+"NATS_URL="+bus)
		}
		all.list = append(all.list, n)
		n.start(t)
	}
	return all
}

// base is where people find them.
func (all *nodes) base() string { return "http://" + all.list[0].address }

// start brings the node up, again or for the first time.
func (n *node) start(t *testing.T) {
	t.Helper()
	p := launchWith(t, n.settings, "--dev", "--listen", n.address, "--data", n.data, "--public-url", n.all.base(), "--keys", n.all.keys)
	n.mu.Lock()
	n.process = p
	n.mu.Unlock()
	p.started(t)
}

// kill ends it without a word, as a power cut does.
func (n *node) kill(t *testing.T) {
	t.Helper()
	n.mu.Lock()
	p := n.process
	n.mu.Unlock()
	if code := p.signal(t, syscall.SIGKILL); code != -1 {
		t.Errorf("killed, it ended with %d:\n%s", code, p.log.text())
	}
}

// dial connects to a node, whatever the address says: what a balancer does in front
// of them.
func (n *node) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, network, n.address)
}

// natsServer is a server of a NATS cluster, a process of its own.
type natsServer struct {
	url  string
	stop func()
}

// openNATS starts a cluster of n servers that know each other.
func openNATS(t *testing.T, n int) []natsServer {
	t.Helper()
	clients, routes := make([]string, n), make([]string, n)
	for i := range n {
		clients[i], routes[i] = address(t), address(t)
	}
	out := make([]natsServer, n)
	for i := range n {
		out[i] = natsServer{url: "nats://" + clients[i], stop: startNATS(t, clients[i], routes[i], routes)}
	}
	return out
}

// startNATS lets the test binary play a server, see TestMain; stop kills it.
func startNATS(t *testing.T, client, route string, routes []string) (stop func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), self, append([]string{"nats", client, route}, routes...)...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = in.Close()
		_ = cmd.Wait() // killed
	})
	t.Cleanup(stop)
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("the NATS server does not get ready: %q, %v", line, err)
	}
	return stop
}

// playNATS is the test binary as a server: `nats <client address> <route address>
// <routes …>`. It ends with its standard input, should the test die.
func playNATS(args []string) error {
	if len(args) < 2 {
		return errors.New("nats needs two addresses")
	}
	client, err := net.ResolveTCPAddr("tcp", args[0])
	if err != nil {
		return err
	}
	route, err := net.ResolveTCPAddr("tcp", args[1])
	if err != nil {
		return err
	}
	options := &server.Options{
		ServerName: args[0], Host: client.IP.String(), Port: client.Port, NoLog: true, NoSigs: true,
		Cluster: server.ClusterOpts{Name: "test", Host: route.IP.String(), Port: route.Port},
	}
	for _, address := range args[2:] {
		if address != args[1] {
			options.Routes = append(options.Routes, server.RoutesFromStr("nats://"+address)...)
		}
	}
	s, err := server.NewServer(options)
	if err != nil {
		return err
	}
	s.Start()
	if !s.ReadyForConnections(30 * time.Second) {
		return errors.New("not ready")
	}
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// lastLines of a log, for a failed test.
func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
