package web_test

import (
	"testing"

	web "github.com/walletdesk/walletdesk/web"

	"github.com/walletdesk/walletdesk/graph/persisted"
)

// A page's document is found under the hash of its text, or no client's proof of it holds.
func TestDocuments(t *testing.T) {
	t.Parallel()
	documents, err := web.Documents()
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) < 40 {
		t.Errorf("%d documents only", len(documents))
	}
	for hash, text := range documents {
		if persisted.Hash(text) != hash {
			t.Errorf("%s is not the hash of %s", hash, text)
		}
	}
}
