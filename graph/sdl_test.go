package graph

import (
	"bytes"
	"os"
	"testing"
)

// What is published is the file, word for word.
func TestSDL(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(SDL(), want) {
		t.Error("the published contract is not schema.graphqls: make generate")
	}
}
