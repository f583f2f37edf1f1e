package secret

import (
	"testing"
	"time"
)

// NewTestKeys returns fresh keys that live as long as the test: no file.
func NewTestKeys(t testing.TB) *Keys {
	t.Helper()
	r, err := generate(time.Now())
	if err != nil {
		t.Fatalf("make test keys: %v", err)
	}
	k, err := newKeys(r, "", nil)
	if err != nil {
		t.Fatalf("make test keys: %v", err)
	}
	return k
}
