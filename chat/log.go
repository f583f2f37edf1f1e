package chat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// Bell is the doorbell: see package bus. A handler given to Subscribe must not
// block, and a lost ring does no harm.
type Bell interface {
	Publish(subject string, data []byte) error
	Subscribe(subject string, fn func(subject string, data []byte)) (unsubscribe func(), err error)
	OnGap(fn func())
}

// Log appends to the logs of conversations and rings when that is committed. It
// is the one way a row gets into a log, for this package and for the documents.
type Log struct {
	db     *postgres.DB
	bell   Bell
	clock  func() time.Time
	logger *slog.Logger
	moved  func() // what to do once a state or an owner has changed
}

// onMoved sets what is done after each commit that changed a conversation's state or
// owner. Call it before the log is used.
func (l *Log) onMoved(fn func()) { l.moved = fn }

// NewLog returns a Log that writes to db and rings bell.
func NewLog(db *postgres.DB, bell Bell, clock func() time.Time, logger *slog.Logger) *Log {
	return &Log{db: db, bell: bell, clock: clock, logger: logger, moved: func() {}}
}

// now is the time as PostgreSQL keeps it, so that what is returned after a write
// equals what is read later.
func (l *Log) now() time.Time {
	return l.clock().UTC().Truncate(time.Microsecond)
}

// entry is a row to append.
type entry struct {
	conversationID string
	authorKind     AuthorKind
	authorID       string
	authorName     string
	clientID       string // made up when empty
	kind           Kind
	body           string
	code           string
	detail         map[string]string
	states         []State // the conversation must be in one of these
	ownerID        string  // and owned by this member of the staff, if not empty
}

// States in which a conversation takes messages, and those in which it takes
// events.
var (
	openStates  = []State{Queued, Active, OnHold}
	eventStates = []State{Queued, Active, OnHold, Resolved}
)

// append writes e as the next row of its conversation's log, in the caller's
// transaction, and locks the conversation's row until its end. It returns
// errNotOpen when the state or the owner is not as e wants it, and the named
// constraint message_client_id_key when the author has used the client id.
func (l *Log) append(ctx context.Context, q postgres.Querier, e entry) (*Message, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	if e.clientID == "" {
		id, err := uuid.NewV7()
		if err != nil {
			return nil, fmt.Errorf("append message: %w", err)
		}
		e.clientID = id.String()
	}
	m := &Message{
		ClientID: e.clientID, AuthorKind: e.authorKind, AuthorName: e.authorName, Kind: e.kind,
		Body: e.body, Code: e.code, Detail: details(e.kind, e.code, e.detail), CreatedAt: l.now(),
		authorID: e.authorID,
	}
	return m, insertMessage(ctx, q, e, m)
}

// check refuses a row outside the log's vocabulary: a mistake of the program.
func (e entry) check() error {
	names, known := vocabulary(e.kind, e.code)
	if !known {
		return fmt.Errorf("append message: unknown code %s of %s", e.code, e.kind)
	}
	allowed := map[string]bool{}
	for _, name := range names {
		allowed[name] = true
	}
	for name := range e.detail {
		if !allowed[name] {
			return fmt.Errorf("append message: %s %s has no detail %s", e.kind, e.code, name)
		}
	}
	return nil
}

// details puts a row's facts into the order of the vocabulary.
func details(kind Kind, code string, facts map[string]string) []Detail {
	names, _ := vocabulary(kind, code)
	out := make([]Detail, 0, len(facts))
	for _, name := range names {
		if v, ok := facts[name]; ok {
			out = append(out, Detail{Name: name, Value: v})
		}
	}
	return out
}

// system is an entry written by the program itself.
func system(conversationID string, kind Kind, code string, detail map[string]string) entry {
	return entry{
		conversationID: conversationID, authorKind: BySystem, authorID: systemID,
		kind: kind, code: code, detail: detail, states: eventStates,
	}
}

// SystemFact appends what the program has to say, in the caller's transaction.
// Call Ring with the number after the commit. Kind and code are those of the
// log's vocabulary. fault.Conflict with code ENDED when the conversation is closed.
func (l *Log) SystemFact(ctx context.Context, q postgres.Querier, conversationID, kind, code string, detail map[string]string) (int64, error) {
	m, err := l.append(ctx, q, system(conversationID, Kind(kind), code, detail))
	if err != nil {
		return 0, ended(err)
	}
	return m.Seq, nil
}

// CustomerFact appends what the customer did, in the caller's transaction, under
// the id the customer's program chose. Call Ring with the number after the
// commit. fault.Conflict with code ENDED when the conversation takes no more,
// and with code REPEATED when that id was used: see FactByClientID.
func (l *Log) CustomerFact(ctx context.Context, q postgres.Querier, conversationID, clientID, kind, code string, detail map[string]string) (int64, error) {
	c, err := lockConversation(ctx, q, conversationID)
	if err != nil {
		return 0, fmt.Errorf("append customer's fact: %w", err)
	}
	m, err := l.append(ctx, q, entry{
		conversationID: conversationID, authorKind: ByCustomer, authorID: c.AccountID, authorName: c.CustomerName,
		clientID: clientID, kind: Kind(kind), code: code, detail: detail, states: openStates,
	})
	if postgres.Constraint(err) == "message_client_id_key" {
		return 0, fault.New(fault.Conflict, "REPEATED", "This was sent before.").WithCause(err)
	}
	if err != nil {
		return 0, ended(err)
	}
	return m.Seq, nil
}

// FactByClientID finds what the customer did under an id. fault.NotFound when
// that id was not used.
func (l *Log) FactByClientID(ctx context.Context, q postgres.Querier, conversationID, clientID string) (kind, code string, detail map[string]string, err error) {
	m, err := selectByClientID(ctx, q, conversationID, ByCustomer, "", clientID)
	if err != nil {
		return "", "", nil, fmt.Errorf("find customer's fact: %w", err)
	}
	detail = make(map[string]string, len(m.Detail))
	for _, d := range m.Detail {
		detail[d.Name] = d.Value
	}
	return string(m.Kind), m.Code, detail, nil
}

// ended turns a refused append of somebody who may write into an answer.
func ended(err error) error {
	if errors.Is(err, errNotOpen) {
		return fault.New(fault.Conflict, "ENDED", "This conversation has ended.").WithCause(err)
	}
	return err
}

// rings collects, during a transaction, what to ring after its commit.
type rings struct {
	seqs  map[string]int64
	moved map[string]bool
}

// said notes that a conversation has reached seq.
func (r *rings) said(conversationID string, seq int64) {
	if r.seqs == nil {
		r.seqs = map[string]int64{}
		r.moved = map[string]bool{}
	}
	r.seqs[conversationID] = max(r.seqs[conversationID], seq)
}

// changed notes that, besides, the conversation has come to another state or
// owner, so that every console has to look at its lists.
func (r *rings) changed(conversationID string, seq int64) {
	r.said(conversationID, seq)
	r.moved[conversationID] = true
}

// inTx runs fn in one transaction and rings what it collected once that is
// committed. fn may run more than once.
func (l *Log) inTx(ctx context.Context, fn func(ctx context.Context, q postgres.Querier, r *rings) error) error {
	moved := false
	err := l.inTxQuietly(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		err := fn(ctx, q, r)
		moved = len(r.moved) > 0
		return err
	})
	if err == nil && moved {
		l.moved()
	}
	return err
}

// inTxQuietly is inTx for what is done because something moved.
func (l *Log) inTxQuietly(ctx context.Context, fn func(ctx context.Context, q postgres.Querier, r *rings) error) error {
	var r rings
	err := l.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		r = rings{}
		return fn(ctx, q, &r)
	})
	if err != nil {
		return err
	}
	for id, seq := range r.seqs {
		l.ring(id, seq, r.moved[id])
	}
	return nil
}

// Ring tells every node that a conversation has reached seq. Call it after the
// commit. It can't fail: a ring that is lost is made good by the sweeper.
func (l *Log) Ring(conversationID string, seq int64) {
	l.ring(conversationID, seq, false)
}

// ring rings the conversation's own subject and that of the lists.
func (l *Log) ring(conversationID string, seq int64, moved bool) {
	what := "said"
	if moved {
		what = "moved"
	}
	n := strconv.FormatInt(seq, 10)
	err := l.bell.Publish("conv."+conversationID, []byte(n))
	if err == nil {
		err = l.bell.Publish("queue", []byte(what+" "+conversationID+" "+n))
	}
	if err != nil {
		l.logger.Warn("ring lost, the sweeper makes it good", "conversation", conversationID, "error", err)
	}
}
