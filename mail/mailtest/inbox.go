// Package mailtest is a transport that keeps mails in memory, for tests.
package mailtest

import (
	"context"
	"regexp"
	"sync"
	"testing"

	"github.com/walletdesk/walletdesk/mail"
)

// Inbox takes all mails. The zero value is ready; it is safe for concurrent use.
type Inbox struct {
	mu    sync.Mutex
	mails []Mail
	fail  error
}

// Mail is a mail that arrived.
type Mail struct{ mail.Rendered }

// Send implements mail.Transport.
func (b *Inbox) Send(_ context.Context, m mail.Rendered) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	b.mails = append(b.mails, Mail{m})
	return nil
}

// Fail makes each later Send fail with err, or none when err is nil.
func (b *Inbox) Fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = err
}

// Take sends what waits in the outbox and returns the mails that arrived since the
// last Take, oldest first.
func (b *Inbox) Take(t testing.TB, o *mail.Outbox) []Mail {
	t.Helper()
	if _, err := o.SendDue(t.Context()); err != nil {
		t.Fatalf("send mails: %v", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	mails := b.mails
	b.mails = nil
	return mails
}

// Find is the only one of mails that went to an address with a subject; the test
// fails when there is none or another.
func Find(t testing.TB, mails []Mail, to, subject string) Mail {
	t.Helper()
	var found []Mail
	for _, m := range mails {
		if m.To == to && m.Subject == subject {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d mails %q to %s, want 1, among %d: %v", len(found), subject, to, len(mails), Subjects(mails))
	}
	return found[0]
}

// Subjects are "address: subject" of all mails.
func Subjects(mails []Mail) []string {
	out := make([]string, 0, len(mails))
	for _, m := range mails {
		out = append(out, m.To+": "+m.Subject)
	}
	return out
}

// Token is the token of the mail's link, "" if it has none.
func (m Mail) Token() string { return m.find(`/(?:confirm|recover)#t=([\w-]+)`) }

// NotMe is the token of the mail's "this was not me" link, "" if it has none.
func (m Mail) NotMe() string { return m.find(`/not-me#t=([\w-]+)`) }

// Code is the mail's code, "" if it has none.
func (m Mail) Code() string { return m.find(`(?m)began: ([0-9A-Z]{8})$`) }

func (m Mail) find(pattern string) string {
	found := regexp.MustCompile(pattern).FindStringSubmatch(m.Text)
	if found == nil {
		return ""
	}
	return found[1]
}
