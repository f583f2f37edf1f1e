package session

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// subject is rung when a session ended, with its id behind the last dot.
const subject = "session.ended."

// sweepEvery is how often sessions are looked through for those that ended by
// age, and for endings whose ring was lost.
const sweepEvery = 5 * time.Second

// watchers are those on this node who wait on sessions.
type watchers struct {
	mu   sync.Mutex
	byID map[string]map[*watcher]struct{}
}

type watcher struct{ tell func() }

func newWatchers() *watchers { return &watchers{byID: map[string]map[*watcher]struct{}{}} }

func (w *watchers) add(id string, tell func()) (stop func()) {
	one := &watcher{tell}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byID[id] == nil {
		w.byID[id] = map[*watcher]struct{}{}
	}
	w.byID[id][one] = struct{}{}
	return func() { w.remove(id, one) }
}

func (w *watchers) remove(id string, one *watcher) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.byID[id], one)
	if len(w.byID[id]) == 0 {
		delete(w.byID, id)
	}
}

// ended tells all who wait on a session.
func (w *watchers) ended(id string) {
	w.mu.Lock()
	told := w.byID[id]
	delete(w.byID, id)
	w.mu.Unlock()
	for one := range told {
		one.tell()
	}
}

func (w *watchers) ids() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := make([]string, 0, len(w.byID))
	for id := range w.byID {
		ids = append(ids, id)
	}
	return ids
}

// Watch gives a channel that is closed when the session ends, whyever and on
// whichever node; at once when it has ended already. stop gives the place back.
// For a caller without a session (a Recoverer) nothing ever happens.
func (s *Service) Watch(ctx context.Context, sessionID string) (ended <-chan struct{}, stop func()) {
	c := make(chan struct{})
	return c, s.OnEnd(ctx, sessionID, func() { close(c) })
}

// OnEnd is Watch for those who would have to wait on the channel: it calls end,
// once, from wherever the session ends. end does not block.
func (s *Service) OnEnd(ctx context.Context, sessionID string, end func()) (stop func()) {
	if sessionID == "" {
		return func() {}
	}
	stop = s.watchers.add(sessionID, end)
	if err := s.tellEnded(ctx, []string{sessionID}); err != nil {
		s.log.WarnContext(ctx, "session not checked while it is watched; the sweep will", "error", err)
	}
	return stop
}

// tellEnded tells the watchers of those of the sessions that are not open.
func (s *Service) tellEnded(ctx context.Context, ids []string) error {
	open, err := selectOpen(ctx, s.db, ids, s.clock())
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !open[id] {
			s.watchers.ended(id)
		}
	}
	return nil
}

// Announce tells every node that sessions have ended. Call it after the commit
// of a transaction that ended them with EndAll.
func (s *Service) Announce(ids ...string) {
	for _, id := range ids {
		s.watchers.ended(id)
		if err := s.bus.Publish(subject+id, nil); err != nil {
			s.log.Warn("ended session not rung; the sweep will find it", "error", err)
		}
	}
}

// End ends one session; one that has ended already stays as it was. reason is
// a word in capitals, for example SIGNED_OUT.
func (s *Service) End(ctx context.Context, sessionID, reason string) error {
	ended, err := endOne(ctx, s.db, sessionID, s.clock(), reason)
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	s.Announce(ended...)
	return nil
}

// SignOut ends the actor's own session, with an entry in the record.
func (s *Service) SignOut(ctx context.Context, actor Actor) error {
	return s.endOwn(ctx, actor, actor.SessionID, "SIGNED_OUT")
}

// Revoke ends another session of the actor's own. A foreign or absent id is
// fault.NotFound.
func (s *Service) Revoke(ctx context.Context, actor Actor, sessionID string) error {
	return s.endOwn(ctx, actor, sessionID, "REVOKED")
}

func (s *Service) endOwn(ctx context.Context, actor Actor, sessionID, reason string) error {
	none := fault.New(fault.NotFound, "NOT_FOUND", "There is no such session.")
	if uuid.Validate(sessionID) != nil {
		return none
	}
	var ended []string
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		ended, err = endOwn(ctx, q, sessionID, actor.PersonID, s.clock(), reason)
		if err != nil {
			return err
		}
		if len(ended) == 0 {
			return none
		}
		return s.audit.Write(ctx, q, s.ending(actor, reason))
	})
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	s.Announce(ended...)
	return nil
}

// ending is the record of an actor who ends sessions of their own.
func (s *Service) ending(actor Actor, reason string) audit.Entry {
	who := "account:" + actor.AccountID
	if actor.IsStaff() {
		who = "staff:" + actor.StaffID
	}
	return audit.Entry{Stream: who, Actor: who, Action: "session.ended", Detail: map[string]string{"reason": reason}, At: s.clock()}
}

// EndAll ends every session of a person but one ("" for really all), in the
// caller's transaction; the caller writes the record. Announce what comes back
// after the commit.
func (s *Service) EndAll(ctx context.Context, q postgres.Querier, personID, except, reason string) ([]string, error) {
	ended, err := endAll(ctx, q, personID, except, s.clock(), reason)
	if err != nil {
		return nil, fmt.Errorf("end sessions: %w", err)
	}
	return ended, nil
}

// RevokeOthers ends the actor's other sessions and says how many there were.
func (s *Service) RevokeOthers(ctx context.Context, actor Actor) (int, error) {
	var ended []string
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		ended, err = s.EndAll(ctx, q, actor.PersonID, actor.SessionID, "REVOKED")
		if err != nil || len(ended) == 0 {
			return err
		}
		return s.audit.Write(ctx, q, s.ending(actor, "REVOKED"))
	})
	if err != nil {
		return 0, fmt.Errorf("revoke other sessions: %w", err)
	}
	s.Announce(ended...)
	return len(ended), nil
}

// Run ends sessions that grew too old and tells this node's watchers of all
// that ended elsewhere, until the context ends.
func (s *Service) Run(ctx context.Context) error {
	unsubscribe, err := s.bus.Subscribe(subject+"*", func(rung string, _ []byte) {
		s.watchers.ended(strings.TrimPrefix(rung, subject))
	})
	if err != nil {
		return fmt.Errorf("sessions: subscribe: %w", err)
	}
	defer unsubscribe()
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "sessions not swept, tried again soon", "error", err)
			}
		}
	}
}

// Sweep does once what Run does again and again; also worth calling when the
// bus says that rings may have been lost.
func (s *Service) Sweep(ctx context.Context) error {
	ended, err := endOverdue(ctx, s.db, s.clock())
	if err != nil {
		return fmt.Errorf("end overdue sessions: %w", err)
	}
	s.Announce(ended...)
	if ids := s.watchers.ids(); len(ids) > 0 {
		return s.tellEnded(ctx, ids)
	}
	return nil
}
