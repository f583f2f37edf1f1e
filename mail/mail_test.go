package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
	"github.com/walletdesk/walletdesk/secret"
)

const (
	token = "tokentokentokentokentokentokentokentokentok"
	code  = "K7ZQ2M9X"
	notMe = "notmenotmenotmenotmenotmenotmenotmenotmenot"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// post is an outbox whose mails land in a list, or fail.
type post struct {
	*Outbox
	db *postgres.DB

	mu    sync.Mutex
	t     time.Time
	mails []Rendered
	fail  error
	sent  chan struct{}
}

func (p *post) now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.t
}

func (p *post) pass(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.t = p.t.Add(d)
}

func (p *post) Send(_ context.Context, m Rendered) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return p.fail
	}
	p.mails = append(p.mails, m)
	select {
	case p.sent <- struct{}{}:
	default:
	}
	return nil
}

func newPost(t *testing.T) *post {
	t.Helper()
	p := &post{db: pgtest.New(t), t: noon, sent: make(chan struct{}, 1)}
	p.Outbox = New(p.db, secret.NewTestKeys(t), p, "https://wallet.example/", p.now, WithLogger(slog.New(slog.DiscardHandler)))
	return p
}

func start() Message {
	return Message{
		To: "anna@mail.example", Template: RecoveryStart, Locale: "en-GB",
		Params: map[string]string{
			"device": "Firefox · Linux", "askedAt": noon.Format(time.RFC3339), "openedAt": noon.AddDate(-1, 0, 0).Format(time.RFC3339),
		},
		Secrets:   map[string]string{Token: token, Code: code, NotMe: notMe},
		ExpiresAt: noon.Add(time.Hour),
	}
}

func (p *post) enqueue(t *testing.T, m Message) {
	t.Helper()
	if err := p.Enqueue(t.Context(), p.db, m); err != nil {
		t.Fatal(err)
	}
}

func (p *post) sendDue(t *testing.T) {
	t.Helper()
	if _, err := p.SendDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// dump is all that the table holds, as text.
func (p *post) dump(t *testing.T) string {
	t.Helper()
	var rows []string
	if err := p.db.SelectContext(t.Context(), &rows, `SELECT CAST(mail AS text) || encode(COALESCE(sealed, ''), 'escape') FROM mail`); err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "\n")
}

func TestOutbox_Send(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.enqueue(t, start())
	for _, s := range []string{token, code, notMe} {
		if strings.Contains(p.dump(t), s) {
			t.Error("a secret stands plain in the table")
		}
	}
	p.sendDue(t)
	p.sendDue(t)
	if len(p.mails) != 1 {
		t.Fatalf("%d mails, want 1", len(p.mails))
	}
	m := p.mails[0]
	for _, body := range []string{m.Text, m.HTML} {
		for _, want := range []string{
			"https://wallet.example/recover#t=" + token, "https://wallet.example/not-me#t=" + notMe, code,
			"1 May 2026, 12:00 UTC", "1 May 2025", "Firefox · Linux",
			"Nobody from support ever asks for this code. Type it only at wallet.example.",
		} {
			if !strings.Contains(body, want) {
				t.Errorf("%q is not in\n%s", want, body)
			}
		}
	}
	if m.To != "anna@mail.example" || m.MessageID != m.ID+"@wallet.example" || m.Subject != "Recover your payment password" || m.Locale != "en" {
		t.Errorf("%+v", m)
	}
	var sealed bool
	if err := p.db.GetContext(t.Context(), &sealed, `SELECT sealed IS NOT NULL FROM mail`); err != nil || sealed {
		t.Errorf("the secrets are not wiped: %v, %v", sealed, err)
	}
}

func TestOutbox_RolledBack(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	stop := errors.New("stop")
	err := p.db.InTx(t.Context(), func(ctx context.Context, q postgres.Querier) error {
		return errors.Join(p.Enqueue(ctx, q, start()), stop)
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	p.sendDue(t)
	if len(p.mails) != 0 {
		t.Error("a mail about what never happened was sent")
	}
}

// A failing server gets the mail again, later and later, with one Message-ID.
func TestOutbox_Retry(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	m := start()
	m.ExpiresAt = time.Time{}
	p.enqueue(t, m)
	p.fail = errors.New("no connection")
	p.sendDue(t)
	p.pass(firstBackoff - time.Second)
	p.fail = nil
	p.sendDue(t)
	if len(p.mails) != 0 {
		t.Error("tried again too early")
	}
	p.pass(time.Second)
	p.sendDue(t)
	if len(p.mails) != 1 {
		t.Error("not tried again")
	}
}

func TestOutbox_GiveUp(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why  string
		fail error
		wait time.Duration
	}{
		{"refused for good", fmt.Errorf("550: %w", ErrRefused), 0},
		{"expired before it could be sent", nil, time.Hour},
		{"five days", errors.New("no connection"), giveUpAfter + time.Second},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			p := newPost(t)
			m := start()
			if c.wait > time.Hour {
				m.ExpiresAt = time.Time{}
			}
			p.enqueue(t, m)
			p.fail = c.fail
			p.pass(c.wait)
			p.sendDue(t)
			var row struct {
				GivenUp bool   `db:"given_up"`
				Wiped   bool   `db:"wiped"`
				Error   string `db:"last_error"`
			}
			if err := p.db.GetContext(t.Context(), &row, `SELECT given_up_at IS NOT NULL AS given_up, sealed IS NULL AS wiped, last_error FROM mail`); err != nil {
				t.Fatal(err)
			}
			if !row.GivenUp || !row.Wiped || row.Error == "" || len(p.mails) != 0 {
				t.Errorf("%+v, %d mails", row, len(p.mails))
			}
		})
	}
}

// A program alone on its database does not wait for the leases of its dead self.
func TestOutbox_Reclaim(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.enqueue(t, start())
	if _, err := leaseMail(t.Context(), p.db, p.Outbox.now(), p.Outbox.now().Add(lease)); err != nil {
		t.Fatal(err)
	}
	p.sendDue(t)
	if len(p.mails) != 0 {
		t.Error("sent while it is leased")
	}
	if n, err := p.Reclaim(t.Context()); err != nil || n != 1 {
		t.Errorf("%d leases given back, %v", n, err)
	}
	p.sendDue(t)
	if len(p.mails) != 1 {
		t.Error("not sent")
	}
	if n, err := p.Reclaim(t.Context()); err != nil || n != 0 {
		t.Errorf("%d leases given back again, %v", n, err)
	}
}

func TestOutbox_OneSender(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	for range 10 {
		p.enqueue(t, start())
	}
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			if _, err := p.SendDue(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(p.mails) != 10 {
		t.Errorf("%d mails, want each once: 10", len(p.mails))
	}
}

func TestOutbox_Run(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	p.enqueue(t, start())
	p.Wake()
	<-p.sent
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestOutbox_Sweep(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.enqueue(t, start())
	p.sendDue(t)
	for _, step := range []struct {
		wait time.Duration
		want int64
	}{{keepSent, 0}, {time.Second, 1}} {
		p.pass(step.wait)
		if n, err := p.Sweep(t.Context()); err != nil || n != step.want {
			t.Errorf("swept %d, %v, want %d", n, err, step.want)
		}
	}
}

// What no mail could be made of is refused at once, and never quotes a secret.
func TestOutbox_Enqueue_Refused(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	for why, change := range map[string]func(*Message){
		"unknown template": func(m *Message) { m.Template = "unknown" },
		"missing param":    func(m *Message) { delete(m.Params, "device") },
		"no time":          func(m *Message) { m.Params["askedAt"] = "noon" },
		"missing code":     func(m *Message) { delete(m.Secrets, Code) },
		"a secret that is not shown": func(m *Message) {
			m.Template, m.Params = AccountFrozen, map[string]string{"at": noon.Format(time.RFC3339)}
		},
	} {
		m := start()
		change(&m)
		err := p.Enqueue(t.Context(), p.db, m)
		if err == nil {
			t.Errorf("%s: taken", why)
			continue
		}
		for _, s := range []string{token, code, notMe} {
			if strings.Contains(err.Error(), s) {
				t.Errorf("%s: %v", why, err)
			}
		}
	}
}

// What a person chose can't become markup, a line or a header.
func TestOutbox_Params(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	m := Message{
		To: "anna@mail.example", Template: RecoveryDeclined, Locale: "en",
		Params: map[string]string{
			"reason": "<img src=x onerror=alert(1)>\r\nBcc: everybody\u202e {{.Host}}", "until": noon.Format(time.RFC3339),
		},
		Secrets: map[string]string{NotMe: notMe},
	}
	p.enqueue(t, m)
	p.sendDue(t)
	got := p.mails[0]
	if strings.Contains(got.HTML, "<img") || strings.Contains(got.Text, "\nBcc") || strings.ContainsAny(got.Text, "\u202e\r") || !strings.Contains(got.Text, "{{.Host}}") {
		t.Errorf("%s\n%s", got.Text, got.HTML)
	}
}

// templates are all there are.
func templates() []string {
	return []string{
		EmailConfirmation, EmailChanged, RecoveryStart, RecoveryWayBack, RecoveryApproved, ResetApproved, RecoveryDeclined,
		RecoveryStarted, RecoveryFinished, PasswordSet, PasswordReset, PasswordChanged, QuestionsSet, PasswordWarning, PasswordDisabled, CardAdded,
		CardDeleted, AccountFrozen, ChatAnswered, ChatEnded, ChatTranscript, NewSession, PaymentMade,
	}
}

// Every locale has every template, and each makes a mail without a gap.
func TestTemplates(t *testing.T) {
	t.Parallel()
	all, err := catalogues()
	if err != nil {
		t.Fatal(err)
	}
	o := &Outbox{publicURL: "https://wallet.example"}
	for locale, w := range all {
		if len(w.Mails) != len(templates()) {
			t.Errorf("%s has %d templates, want %d", locale, len(w.Mails), len(templates()))
		}
		for _, name := range templates() {
			k, ok := kindOf(name)
			if !ok {
				t.Fatalf("%s is unknown", name)
			}
			m := Message{To: "a@b.example", Template: name, Locale: locale, Params: map[string]string{}, Secrets: map[string]string{}}
			for _, param := range k.params {
				m.Params[param] = noon.Format(time.RFC3339)
			}
			for s, needed := range map[string]bool{Token: k.token, Code: k.code, NotMe: k.notMe, Transcript: k.transcript} {
				if needed {
					m.Secrets[s] = s + "-secret"
				}
			}
			r, err := o.render("id", noon, m)
			if err != nil {
				t.Errorf("%s: %v", locale, err)
				continue
			}
			for _, s := range m.Secrets {
				if !strings.Contains(r.Text, s) || !strings.Contains(r.HTML, s) {
					t.Errorf("%s %s does not show %s", locale, name, s)
				}
			}
			if (k.page != "") != (w.Mails[name].Button != "") || strings.Contains(r.Text, "{{") || strings.Contains(r.Text, "<no value>") {
				t.Errorf("%s %s:\n%s", locale, name, r.Text)
			}
		}
	}
}

func TestDevice(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                           "Firefox · Linux",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1":        "Safari · iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0":        "Edge · Windows",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36": "Samsung Internet · Android",
		"curl/8.0": "", "<script>Linux": "Linux",
	} {
		if got := Device(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}

func TestFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mail")
	f, err := NewFolder(dir, "wallet@shop.example")
	if err != nil {
		t.Fatal(err)
	}
	r := Rendered{ID: "1", MessageID: "1@wallet.example", To: "anna@mail.example", Subject: "Hello", Text: "text", HTML: "<p>html</p>", Date: noon}
	for range 2 { // a retry overwrites
		if err := f.Send(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	r.To = "no address"
	if err := f.Send(t.Context(), r); !errors.Is(err, ErrRefused) {
		t.Errorf("sent to no address: %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{"1.eml"}, names); diff != "" {
		t.Error(diff)
	}
	info, err := os.Stat(filepath.Join(dir, "1.eml"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %v, %v", info.Mode(), err)
	}
	if _, err := NewFolder(dir, "nobody"); err == nil {
		t.Error("a sender that is no address is taken")
	}
}
