package chat

import (
	"context"
	"sync"
	"time"

	"github.com/walletdesk/walletdesk/session"
)

// belonging is what never changes about a conversation: whose it is. It is known
// here, so that a sender need not be asked about in the database first; everything
// that does change, the state and the owner, is checked by the statement that writes.
type belonging struct{ accountID, flowID, customerName string }

// Bounds of what is remembered on a node, and how long an account without a live
// code stays one: a mail takes longer to be sent, read and typed.
const (
	kept     = 10_000
	quietFor = 3 * time.Second
)

// memory keeps a bounded number of things that were found: the newest, and of the
// older ones those that were asked for since.
type memory[T any] struct {
	mu         sync.Mutex
	young, old map[string]T
}

func (m *memory[T]) find(key string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.young[key]
	if !ok {
		if v, ok = m.old[key]; ok {
			m.keep(key, v)
		}
	}
	return v, ok
}

func (m *memory[T]) put(key string, v T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(key, v)
}

// keep is put with m.mu held.
func (m *memory[T]) keep(key string, v T) {
	if m.young == nil || len(m.young) >= kept {
		m.young, m.old = map[string]T{}, m.young
	}
	m.young[key] = v
}

// belongingOf tells whose a conversation is; fault.NotFound for one that is not there.
func (s *Service) belongingOf(ctx context.Context, id string) (belonging, error) {
	if f, ok := s.whose.find(id); ok {
		return f, nil
	}
	c, err := selectConversation(ctx, s.db, id)
	if err != nil {
		return belonging{}, err
	}
	f := belonging{accountID: c.AccountID, customerName: c.CustomerName}
	if c.FlowID != nil {
		f.flowID = *c.FlowID
	}
	s.whose.put(id, f)
	return f, nil
}

// sender is author of a conversation that was not read for it: of the staff whoever
// owns it when the entry is written, of the others its customer; fault.NotFound for
// everybody else.
func (s *Service) sender(ctx context.Context, actor session.Actor, conversationID string) (entry, string, error) {
	f, err := s.belongingOf(ctx, conversationID)
	if err != nil {
		return entry{}, "", err
	}
	c := &Conversation{ID: conversationID, AccountID: f.accountID, CustomerName: f.customerName}
	if f.flowID != "" {
		c.FlowID = &f.flowID
	}
	if !actor.IsStaff() && !holds(actor, c) {
		return entry{}, "", errAbsent()
	}
	return author(actor, c), f.accountID, nil
}
