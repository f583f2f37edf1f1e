package secret

import "testing"

// NewTestKeys returns fresh keys that live as long as the test: no file.
func NewTestKeys(t testing.TB) *Keys {
	t.Helper()
	r, err := generate()
	if err != nil {
		t.Fatalf("make test keys: %v", err)
	}
	k, err := newKeys(r)
	if err != nil {
		t.Fatalf("make test keys: %v", err)
	}
	return k
}
