// Package web holds the built web app. `make build` fills dist; without it there is
// only a placeholder, and the server says at start that the app is not built.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

// Dist is the built app: index.html, console.html, playground.html and assets/.
func Dist() (fs.FS, error) { return fs.Sub(built, "dist") }
