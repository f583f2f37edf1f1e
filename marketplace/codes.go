package marketplace

import (
	"sync"
	"time"
)

// codeLife is how long an authorization code may be on its way. RFC 6749
// §4.1.2 recommends ten minutes at most.
const codeLife = time.Minute

// grant is what a code stands for.
type grant struct {
	person    Person
	request   request
	authTime  time.Time
	expiresAt time.Time
}

// codes are the authorization codes on their way, in memory: who is cut off in
// that minute signs in again.
type codes struct {
	clock func() time.Time
	mu    sync.Mutex
	open  map[string]grant
}

func newCodes(clock func() time.Time) *codes {
	return &codes{clock: clock, open: map[string]grant{}}
}

func (c *codes) put(code string, g grant) {
	now := c.clock()
	g.expiresAt = now.Add(codeLife)
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, old := range c.open {
		if now.After(old.expiresAt) {
			delete(c.open, key)
		}
	}
	c.open[code] = g
}

// take gives what a code stands for, once.
func (c *codes) take(code string) (grant, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	g, ok := c.open[code]
	delete(c.open, code)
	return g, ok && !c.clock().After(g.expiresAt)
}
