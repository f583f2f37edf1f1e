// Package web holds the built web app. `make build` fills dist; without it there is
// only a placeholder, and the server says at start that the app is not built.
package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed all:dist
var built embed.FS

//go:embed src/gql/persisted-documents.json
var documents []byte

// Documents are the GraphQL documents of our own pages by their SHA-256 in
// hexadecimal digits, as `npm run codegen` wrote them.
func Documents() (map[string]string, error) {
	var named map[string]string
	if err := json.Unmarshal(documents, &named); err != nil {
		return nil, fmt.Errorf("documents of the pages: %w", err)
	}
	out := make(map[string]string, len(named))
	for name, text := range named {
		out[strings.TrimPrefix(name, "sha256:")] = text
	}
	return out, nil
}

// Dist is the built app: index.html, console.html, playground.html and assets/.
func Dist() (fs.FS, error) { return fs.Sub(built, "dist") }
