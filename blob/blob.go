// Package blob keeps sealed files: what is too large for a row. It knows nothing
// of what they hold; whoever calls has sealed them.
//
// The order that loses nothing: the object first, then the row that names it;
// when the row is gone, the object. An object whose row never came is an orphan,
// which Keys finds by its age.
package blob

import (
	"context"
	"fmt"
	"iter"
	"regexp"
	"time"

	"github.com/walletdesk/walletdesk/fault"
)

// Store keeps objects by key. A key is made by us, a UUID as a rule: lower-case
// letters, digits and dashes, at most 100 characters. Another one is an error.
type Store interface {
	// Put stores data under key, durably when it returns. The same key again
	// replaces the object as a whole: nobody ever reads half of one.
	Put(ctx context.Context, key string, data []byte) error
	// Get returns the object; fault.NotFound if there is none.
	Get(ctx context.Context, key string) ([]byte, error)
	// Delete removes the object, durably when it returns; one that is not there
	// is deleted already.
	Delete(ctx context.Context, key string) error
	// Keys yields the objects last written before that time, in no order. It ends
	// after the first error.
	Keys(ctx context.Context, before time.Time) iter.Seq2[string, error]
}

// checkKey keeps anything that means something to a file system out of a path.
func checkKey(key string) error {
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,99}$`).MatchString(key) {
		return fmt.Errorf("blob key %q is not lower-case letters, digits and dashes", key)
	}
	return nil
}

func notFound(key string) error {
	return fmt.Errorf("blob %s: %w", key, fault.NotFound)
}
