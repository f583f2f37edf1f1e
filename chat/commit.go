package chat

import (
	"context"
	"strings"
	"sync"
	"unicode"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
)

// Figures of the committer. Two transactions at once keep the disk busy while the
// next texts gather; a third gains nothing (measured with 64 and 512 senders).
const (
	maxCommits   = 2    // transactions of many conversations at once
	maxApart     = 8    // transactions of one conversation each, for those that need their own
	maxGathered  = 500  // texts in one statement
	maxWaiting   = 5000 // texts waiting; more is refused, so a slow disk costs no memory
	minuteOfRate = 200  // rows of a log that may hold a minute of a customer's texts
)

// committer gathers the texts that are sent at the same time on this node into few
// commits (group commit). It never waits for more to come: a text that finds it
// idle is committed at once and alone; while a transaction commits, the next ones
// gather. It has goroutines only while there is something to commit.
//
// Invariants:
//   - A conversation is in one transaction of this node at a time, so its texts
//     are numbered in the order in which they came.
//   - A conversation that is locked, ended, reopened, or has digits to look at
//     never holds up or fails others: it goes apart, in a transaction of its own.
//   - What a caller hears is what was committed. A caller who leaves before the
//     text is in a transaction takes it back; later it stays, and the same client
//     id finds it.
type committer struct {
	chat *Service

	mu      sync.Mutex
	queue   []*sending
	busy    map[string]bool // conversations in a transaction
	running int
	apart   chan struct{} // a token each transaction of one conversation
}

// sending is a text on its way into the log.
type sending struct {
	entry
	text  string
	twins []*sending // the same client id, sent again meanwhile
	done  chan struct{}
	sent  *Sent // set before done is closed
	err   error
}

func newCommitter(s *Service) *committer {
	return &committer{chat: s, busy: map[string]bool{}, apart: make(chan struct{}, maxApart)}
}

// send commits a text and tells the row. errNotOpen when the conversation takes
// nothing of this author, fault.Throttled after 30 of a customer in a minute,
// fault.Overloaded when too many wait.
func (c *committer) send(ctx context.Context, e entry, text string) (*Sent, error) {
	j := &sending{entry: e, text: text, done: make(chan struct{})}
	c.mu.Lock()
	if len(c.queue) >= maxWaiting {
		c.mu.Unlock()
		return nil, fault.New(fault.Overloaded, "OVERLOADED", "Too many messages are being sent at this moment. Please try again.")
	}
	c.queue = append(c.queue, j)
	c.start()
	c.mu.Unlock()
	select {
	case <-j.done:
	case <-ctx.Done():
		c.withdraw(j)
		return nil, ctx.Err()
	}
	if j.err != nil {
		return nil, j.err
	}
	// Twins share what was committed; each gets a copy of its own to look at.
	m := *j.sent.Message
	return &Sent{Message: &m, Masked: j.sent.Masked}, nil
}

// withdraw takes a text back that is in no transaction yet.
func (c *committer) withdraw(j *sending) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, other := range c.queue {
		if other == j {
			c.queue = append(c.queue[:i:i], c.queue[i+1:]...)
			return
		}
	}
}

// start begins another transaction if there is something for it; c.mu is held.
func (c *committer) start() {
	if c.running >= maxCommits {
		return
	}
	batch := c.gather()
	if len(batch) == 0 {
		return
	}
	c.running++
	go c.run(batch)
}

// gather takes what waits out of the queue, as far as its conversations are in no
// transaction, and marks these; c.mu is held.
func (c *committer) gather() []*sending {
	var batch, rest []*sending
	taken := map[string]bool{}
	for _, j := range c.queue {
		if c.busy[j.conversationID] && !taken[j.conversationID] || len(batch) >= maxGathered {
			rest = append(rest, j)
			continue
		}
		c.busy[j.conversationID], taken[j.conversationID] = true, true
		batch = append(batch, j)
	}
	c.queue = rest
	return batch
}

// run commits batch after batch until nothing is left for it.
func (c *committer) run(batch []*sending) {
	for len(batch) > 0 {
		c.commit(batch)
		c.mu.Lock()
		batch = c.gather()
		if len(batch) == 0 {
			c.running--
		}
		c.mu.Unlock()
	}
}

// commit brings a batch into the logs: the plain texts in one statement, the
// conversations that need more than it apart.
func (c *committer) commit(batch []*sending) {
	rooms := map[string][]*sending{}
	careful := map[string]bool{}
	for _, j := range batch {
		rooms[j.conversationID] = append(rooms[j.conversationID], j)
		careful[j.conversationID] = careful[j.conversationID] || j.detail != nil || strings.ContainsFunc(j.text, unicode.IsDigit)
	}
	var plain []*sending
	for id, list := range rooms {
		if careful[id] {
			c.setApart(id, list)
			continue
		}
		list = joinTwins(list)
		rooms[id] = list
		plain = append(plain, list...)
	}
	if len(plain) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), postgres.Timeout)
	defer cancel()
	rows, err := appendTexts(ctx, c.chat.db, plain, c.chat.log.now())
	if err != nil {
		// Nothing of it was committed, or all of it and the answer was lost. Apart,
		// each finds out by its client id, and what failed harms nobody else.
		c.chat.logger.Warn("texts could not be appended together, trying them apart", "texts", len(plain), "error", err)
		rows = nil
	}
	for id, list := range rooms {
		if careful[id] {
			continue
		}
		if left := c.deliver(list, rows[id]); len(left) > 0 {
			c.setApart(id, left)
			continue
		}
		c.free(id)
	}
}

// joinTwins takes out repeated client ids of one author.
func joinTwins(list []*sending) []*sending {
	type key struct{ author, id string }
	first := map[key]*sending{}
	out := list[:0:0]
	for _, j := range list {
		k := key{j.authorID, j.clientID}
		if f := first[k]; f != nil {
			f.twins = append(f.twins, j)
			continue
		}
		first[k] = j
		out = append(out, j)
	}
	return out
}

// deliver acknowledges what was committed of a conversation, offers it to the
// followers here and rings for the others. It returns what was not committed.
func (c *committer) deliver(list []*sending, done *appended) []*sending {
	if done == nil {
		return list
	}
	var left []*sending
	for _, j := range list {
		m := done.messages[j]
		if m == nil {
			left = append(left, j)
			continue
		}
		j.finish(&Sent{Message: m}, nil)
	}
	c.chat.hub.committed(done.rows, done.conversation)
	c.chat.log.Ring(done.conversation.ID, done.conversation.LastSeq)
	return left
}

// finish answers whoever sent it.
func (j *sending) finish(sent *Sent, err error) {
	for _, other := range append([]*sending{j}, j.twins...) {
		other.sent, other.err = sent, err
		close(other.done)
	}
}

// setApart lets a conversation's texts be appended in transactions of its own. It
// stays busy until then.
func (c *committer) setApart(id string, list []*sending) {
	go func() {
		c.apart <- struct{}{}
		defer func() { <-c.apart }()
		for _, j := range list {
			j.finish(c.chat.appendApart(context.Background(), j.entry, j.text))
		}
		c.free(id)
	}()
}

// free lets a conversation into the next transaction.
func (c *committer) free(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, id)
	c.start()
}

// appendApart appends one text in a transaction of its own, which may wait for
// the conversation's lock: opens a resolved conversation again, masks numbers also
// across earlier texts, and finds the row of an earlier call.
func (s *Service) appendApart(ctx context.Context, e entry, text string) (*Sent, error) {
	ctx, cancel := context.WithTimeout(ctx, postgres.Timeout)
	defer cancel()
	var sent *Sent
	err := s.log.inTx(ctx, func(ctx context.Context, q postgres.Querier, r *rings) error {
		c, err := lockConversation(ctx, q, e.conversationID)
		if err != nil {
			return err
		}
		if sent, err = sentBefore(ctx, q, e); sent != nil || err != nil {
			return err
		}
		if e.authorKind == ByCustomer {
			if err := s.checkRate(ctx, q, e); err != nil {
				return err
			}
			if err := s.goOn(ctx, q, r, c); err != nil {
				return err
			}
		}
		sent, err = s.appendMasked(ctx, q, r, e, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	return sent, nil
}

// goOn brings a conversation back in which its customer writes.
func (s *Service) goOn(ctx context.Context, q postgres.Querier, r *rings, c *Conversation) error {
	switch c.State {
	case Resolved:
		return s.reopen(ctx, q, r, c.ID)
	case OnHold:
		return s.resume(ctx, q, r, c.ID)
	default:
		return nil
	}
}

// checkRate keeps a customer from flooding the queue; the log itself is what is
// counted. The staff is known by name and not counted.
func (s *Service) checkRate(ctx context.Context, q postgres.Querier, e entry) error {
	times, err := selectRate(ctx, q, e.conversationID, s.log.now().Add(-rateWindow))
	if err != nil || len(times) < rateMax {
		return err
	}
	return fault.New(fault.Throttled, "THROTTLED", "That was too often in a short time. Please try again later.").
		WithRetry(times[len(times)-rateMax].Add(rateWindow))
}
