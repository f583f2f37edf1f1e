package mail

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// smtpServer speaks as much SMTP as go-mail asks for.
type smtpServer struct {
	port     int
	tls      *tls.Config // nil: no STARTTLS
	rcpt     string      // answer to RCPT TO
	mu       sync.Mutex
	auth     string // answer to AUTH; "": none is offered
	taken    string // answer to a mail; "": it is taken
	received []string
	roots    *x509.CertPool
}

func serveSMTP(t *testing.T, withTLS bool, rcpt string) *smtpServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &smtpServer{port: listener.Addr().(*net.TCPAddr).Port, rcpt: rcpt}
	if withTLS {
		s.certificate(t)
	}
	var group sync.WaitGroup
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		group.Wait()
	})
	group.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			group.Go(func() { s.talk(conn) })
		}
	})
	return s
}

func (s *smtpServer) certificate(t *testing.T) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.roots = x509.NewCertPool()
	s.roots.AddCert(parsed)
	s.tls = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func (s *smtpServer) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(conn, format+"\r\n", args...) }
	say("220 test")
	secured := false
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
		case "EHLO":
			if s.tls != nil && !secured {
				say("250-test\r\n250 STARTTLS")
			} else if s.says(&s.auth) != "" {
				say("250-test\r\n250 AUTH PLAIN")
			} else {
				say("250 test")
			}
		case "STARTTLS":
			say("220 go on")
			conn = tls.Server(conn, s.tls)
			r, secured = bufio.NewReader(conn), true
		case "AUTH":
			say("%s", s.says(&s.auth))
		case "RCPT":
			say("%s", s.rcpt)
		case "DATA":
			say("354 go on")
			var body strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				body.WriteString(line)
			}
			s.mu.Lock()
			s.received = append(s.received, body.String())
			s.mu.Unlock()
			if answer := s.says(&s.taken); answer != "" {
				say("%s", answer)
			} else {
				say("250 taken")
			}
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

// says reads an answer that a test may change meanwhile.
func (s *smtpServer) says(answer *string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *answer
}

func (s *smtpServer) answers(auth, taken string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.auth, s.taken = auth, taken
}

func (s *smtpServer) transport(t *testing.T) *SMTP {
	t.Helper()
	transport, err := NewSMTP(SMTPConfig{
		Host: "127.0.0.1", Port: s.port, From: "Wallet <wallet@shop.example>", HELO: "wallet.example",
		Options: []gomail.Option{gomail.WithTLSConfig(&tls.Config{RootCAs: s.roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12})},
	})
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

func TestSMTP_Send(t *testing.T) {
	t.Parallel()
	r := Rendered{ID: "1", MessageID: "1@wallet.example", To: "anna@mail.example", Locale: "en", Subject: "Hello", Text: "plain", HTML: "<p>rich</p>", Date: noon}
	cases := []struct {
		why     string
		tls     bool
		rcpt    string
		ok      bool
		refused bool
	}{
		{"over TLS", true, "250 fine", true, false},
		{"a server without TLS gets nothing", false, "250 fine", false, false},
		{"no such mailbox", true, "550 5.1.1 no such mailbox", false, true},
		{"a full mailbox", true, "452 4.2.2 full", false, false},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			s := serveSMTP(t, c.tls, c.rcpt)
			err := s.transport(t).Send(t.Context(), r)
			if (err == nil) != c.ok || errors.Is(err, ErrRefused) != c.refused {
				t.Fatalf("%v", err)
			}
			if err != nil && strings.Contains(err.Error(), "anna") {
				t.Errorf("the failure names the address: %v", err)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			if (len(s.received) == 1) != c.ok {
				t.Fatalf("received %d mails", len(s.received))
			}
			if !c.ok {
				return
			}
			for _, want := range []string{"Message-ID: <1@wallet.example>", "Subject: Hello", "Auto-Submitted: auto-generated", "plain", "<p>rich</p>"} {
				if !strings.Contains(s.received[0], want) {
					t.Errorf("%q is not in\n%s", want, s.received[0])
				}
			}
		})
	}
}

func TestSMTP_NoServer(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	transport, err := NewSMTP(SMTPConfig{Host: "127.0.0.1", Port: port, From: "wallet@shop.example"})
	if err != nil {
		t.Fatal(err)
	}
	err = transport.Send(t.Context(), Rendered{To: "anna@mail.example", Date: noon})
	if err == nil || errors.Is(err, ErrRefused) {
		t.Errorf("%v", err)
	}
}

func TestNewSMTP_Refused(t *testing.T) {
	t.Parallel()
	for why, cfg := range map[string]SMTPConfig{
		"no host":   {From: "wallet@shop.example"},
		"no sender": {Host: "127.0.0.1"},
		"bad port":  {Host: "127.0.0.1", Port: 70000, From: "wallet@shop.example"},
	} {
		if _, err := NewSMTP(cfg); err == nil {
			t.Errorf("%s: taken", why)
		}
	}
}

// A server that does not let us in, then breaks off after the mail has come, then is
// well again: the mail waits, nothing of our sign-in is in the row, and what came twice
// bears one Message-ID, so that a mailbox shows it once.
func TestSMTP_BackAgain(t *testing.T) {
	t.Parallel()
	s := serveSMTP(t, true, "250 fine")
	p := newPost(t)
	transport := s.transport(t)
	transport.options = append(transport.options, gomail.WithSMTPAuth(gomail.SMTPAuthPlain),
		gomail.WithUsername("wallet-sender"), gomail.WithPassword("the-sender-s-password"))
	p.transport = transport
	m := start()
	m.ExpiresAt = time.Time{}
	p.enqueue(t, m)
	for _, answers := range [][2]string{
		{"535 5.7.8 wallet-sender: bad credentials the-sender-s-password", ""},
		{"235 come in", "451 4.3.0 out of disk"},
		{"235 come in", ""},
	} {
		s.answers(answers[0], answers[1])
		p.sendDue(t)
		if rows := p.dump(t); strings.Contains(rows, "the-sender-s-password") {
			t.Errorf("the row quotes the server: %s", rows)
		}
		p.pass(time.Hour)
	}
	p.sendDue(t) // it has gone: nothing more
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.received) != 2 {
		t.Fatalf("the server got it %d times, want 2", len(s.received))
	}
	if first, second := messageID(s.received[0]), messageID(s.received[1]); first == "" || first != second {
		t.Errorf("Message-ID %q, then %q", first, second)
	}
}

func messageID(mail string) string {
	_, rest, _ := strings.Cut(mail, "Message-ID: ")
	id, _, _ := strings.Cut(rest, "\r\n")
	return id
}
