// Package mail is the outbox: mails are rows written in the transaction of what
// they report, rendered and sent afterwards.
//
//	WAITING ──leased, sent──▶ SENT
//	   │ ▲ └──failed: backoff
//	   └──expired, refused for good, five days──▶ GIVEN UP
//
// # Invariants
//
//   - Tokens and codes stand in the row sealed, bound to it, and are wiped when
//     the mail is sent, expires or is given up.
//   - Links are built from the configured public URL; a token stands behind the #,
//     which no server's log sees.
//   - A mail keeps its Message-ID at each try, so that a doubled one is seen as one.
//   - No secret is in an error, a log line or last_error.
package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

const (
	sealPurpose = "mail"
	// lease is how long a mail being sent is out of others' reach; more than
	// sendTimeout.
	lease       = 2 * time.Minute
	sendTimeout = time.Minute
	// poll finds what nobody woke us for.
	poll         = time.Second
	firstBackoff = 10 * time.Second
	maxBackoff   = time.Hour
	// giveUpAfter: RFC 5321 §4.5.4.1, "generally at least 4-5 days".
	giveUpAfter = 5 * 24 * time.Hour
	// keepSent is how long a sent mail's row, by then without secrets, stays.
	keepSent   = 30 * 24 * time.Hour
	sweepEvery = time.Hour
)

// Message is a mail to be sent.
type Message struct {
	// To is one address.
	To string
	// Template is a name of the catalogue, for example EmailConfirmation.
	Template string
	// Locale is a BCP 47 tag; one without a catalogue gets English.
	Locale string
	// Params fill the template. They are kept as they are: no secret belongs here.
	Params map[string]string
	// Secrets are the template's Token, Code and NotMe, kept sealed.
	Secrets map[string]string
	// ExpiresAt is from when on the mail is of no use; zero for never.
	ExpiresAt time.Time
}

// Rendered is a mail ready to be sent.
type Rendered struct {
	// ID is the row's, a UUIDv7; the same at each try.
	ID string
	// MessageID is for the header of that name, without brackets.
	MessageID string
	To        string
	Locale    string
	Subject   string
	Text      string
	HTML      string
	Date      time.Time
}

// Transport delivers. ErrRefused in a failure's chain means that trying again is
// of no use. Its errors hold nothing of the mail's content.
type Transport interface {
	Send(ctx context.Context, m Rendered) error
}

// ErrRefused is a mail that the receiving side will never take.
var ErrRefused = errors.New("mail refused for good")

// Outbox keeps and sends mails. It is safe for concurrent use.
type Outbox struct {
	db        *postgres.DB
	keys      *secret.Keys
	transport Transport
	publicURL string
	clock     func() time.Time
	logger    *slog.Logger
	wake      chan struct{}
}

// Option changes an Outbox.
type Option func(*Outbox)

// WithLogger sends what goes wrong to logger instead of slog.Default.
func WithLogger(logger *slog.Logger) Option { return func(o *Outbox) { o.logger = logger } }

// New returns an outbox that sends by t. Links begin with publicURL, scheme and
// host, which the caller has checked.
func New(db *postgres.DB, keys *secret.Keys, t Transport, publicURL string, clock func() time.Time, options ...Option) *Outbox {
	o := &Outbox{
		db: db, keys: keys, transport: t, publicURL: strings.TrimSuffix(publicURL, "/"), clock: clock,
		logger: slog.Default(), wake: make(chan struct{}, 1),
	}
	for _, option := range options {
		option(o)
	}
	return o
}

// Enqueue writes a mail in the transaction q. It fails for a template that is
// unknown or not given what it needs, so that no mail fails unseen later. Call
// Wake after the commit where the next poll (a second) is too late.
func (o *Outbox) Enqueue(ctx context.Context, q postgres.Querier, m Message) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("enqueue mail: %w", err)
	}
	m.Locale = localeOf(m.Locale)
	now := o.now()
	if _, err := o.render(id.String(), now, m); err != nil {
		return fmt.Errorf("enqueue mail: %w", err)
	}
	row := mailRow{
		ID: id.String(), To: m.To, Template: m.Template, Locale: m.Locale, CreatedAt: now,
	}
	if !m.ExpiresAt.IsZero() {
		expires := m.ExpiresAt.UTC()
		row.ExpiresAt = &expires
	}
	params, err := json.Marshal(m.Params)
	if err != nil {
		return fmt.Errorf("enqueue mail: %w", err)
	}
	row.Params = string(params)
	if row.Sealed, row.KeyVersion, err = o.seal(row.ID, m.Secrets); err != nil {
		return fmt.Errorf("enqueue mail: %w", err)
	}
	if err := insertMail(ctx, q, row); err != nil {
		return fmt.Errorf("enqueue mail: %w", err)
	}
	return nil
}

// Wake makes this node look for waiting mails now.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default: // it is awake already
	}
}

// Run sends mails until ctx ends; the one being sent is finished first.
func (o *Outbox) Run(ctx context.Context) error {
	tick, sweep := time.NewTicker(poll), time.NewTicker(sweepEvery)
	defer tick.Stop()
	defer sweep.Stop()
	for {
		if _, err := o.SendDue(ctx); err != nil && ctx.Err() == nil {
			o.logger.WarnContext(ctx, "outbox not looked at, tried again soon", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-o.wake:
		case <-tick.C:
		case <-sweep.C:
			if _, err := o.Sweep(ctx); err != nil && ctx.Err() == nil {
				o.logger.WarnContext(ctx, "outbox not swept, tried again later", "error", err)
			}
		}
	}
}

// SendDue sends all mails that wait now, one after the other, and says how many
// were looked at. A mail that can't be sent is logged and put off, and is no
// failure of SendDue.
func (o *Outbox) SendDue(ctx context.Context) (int, error) {
	for n := 0; ; n++ {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		now := o.now()
		row, err := leaseMail(ctx, o.db, now, now.Add(lease))
		if postgres.NoRows(err) {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("lease mail: %w", err)
		}
		if err := o.send(ctx, row); err != nil {
			return n, err
		}
	}
}

// Sweep deletes the rows of mails sent or given up long ago, and says how many.
func (o *Outbox) Sweep(ctx context.Context) (int64, error) {
	n, err := deleteSent(ctx, o.db, o.now().Add(-keepSent))
	if err != nil {
		return 0, fmt.Errorf("sweep outbox: %w", err)
	}
	return n, nil
}

// Reclaim gives every lease back at once and says how many there were: for a
// program that has the database to itself and has just started, so that whoever
// was sending is dead. A mail that was on its way may go out twice, with one
// Message-ID. With other nodes about leases have to run out.
func (o *Outbox) Reclaim(ctx context.Context) (int64, error) {
	n, err := returnLeases(ctx, o.db)
	if err != nil {
		return 0, fmt.Errorf("reclaim mails: %w", err)
	}
	return n, nil
}

// send delivers a leased mail and notes what became of it. What was begun is
// finished even when the node stops.
func (o *Outbox) send(ctx context.Context, row mailRow) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTimeout)
	defer cancel()
	now := o.now()
	failure := o.deliver(ctx, row, now)
	// The transport may have used up its time.
	ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), postgres.Timeout)
	defer cancel()
	if failure == nil {
		if err := markSent(ctx, o.db, row, now); err != nil {
			return fmt.Errorf("mark mail sent: %w", err)
		}
		return nil
	}
	if errors.Is(failure, ErrRefused) || now.Sub(row.CreatedAt) > giveUpAfter {
		o.logger.ErrorContext(ctx, "mail given up", "mail", row.ID, "template", row.Template, "tries", row.Tries, "error", failure)
		if err := markGivenUp(ctx, o.db, row, now, reason(failure)); err != nil {
			return fmt.Errorf("give up mail: %w", err)
		}
		return nil
	}
	o.logger.WarnContext(ctx, "mail not sent, tried again later", "mail", row.ID, "template", row.Template, "tries", row.Tries, "error", failure)
	if err := putOff(ctx, o.db, row, now.Add(backoff(row.Tries)), reason(failure)); err != nil {
		return fmt.Errorf("put off mail: %w", err)
	}
	return nil
}

// errExpired: refused for good, by ourselves.
var errExpired = fmt.Errorf("it expired before it could be sent: %w", ErrRefused)

// deliver opens, renders and hands over a mail.
func (o *Outbox) deliver(ctx context.Context, row mailRow, now time.Time) error {
	if row.ExpiresAt != nil && !row.ExpiresAt.After(now) {
		return errExpired
	}
	m := Message{To: row.To, Template: row.Template, Locale: row.Locale}
	if err := json.Unmarshal([]byte(row.Params), &m.Params); err != nil {
		return fmt.Errorf("read params: %w", errors.Join(err, ErrRefused))
	}
	secrets, err := o.open(row.ID, row.Sealed)
	if err != nil {
		return err
	}
	m.Secrets = secrets
	rendered, err := o.render(row.ID, row.CreatedAt, m)
	if err != nil {
		return errors.Join(err, ErrRefused)
	}
	return o.transport.Send(ctx, rendered)
}

func (o *Outbox) seal(id string, secrets map[string]string) ([]byte, *int, error) {
	if len(secrets) == 0 {
		return nil, nil, nil
	}
	plain, err := json.Marshal(secrets)
	if err != nil {
		return nil, nil, err
	}
	defer clear(plain)
	sealed, version, err := o.keys.SealKept(sealPurpose, []byte(id), plain)
	return sealed, &version, err
}

func (o *Outbox) open(id string, sealed []byte) (map[string]string, error) {
	if sealed == nil {
		return nil, nil
	}
	plain, err := o.keys.Open(sealPurpose, []byte(id), sealed)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	var secrets map[string]string
	if err := json.Unmarshal(plain, &secrets); err != nil {
		return nil, errors.New("sealed secrets are no JSON") // its text would quote them
	}
	return secrets, nil
}

func (o *Outbox) now() time.Time { return o.clock().UTC().Truncate(time.Microsecond) }

// backoff is the wait after so many tries.
func backoff(tries int) time.Duration {
	wait := firstBackoff
	for range tries - 1 {
		if wait *= 2; wait >= maxBackoff {
			return maxBackoff
		}
	}
	return wait
}

// reason is an error's text, short enough for a row.
func reason(err error) string {
	text := []rune(err.Error())
	return string(text[:min(len(text), 300)])
}
