package server

import (
	"net/http"
	"sync"
)

// newContract is the schema as a file, compressed once.
func newContract(sdl []byte) *file {
	f := newFile("schema.graphqls", sdl)
	f.gzip = sync.OnceValue(func() []byte { return gzipped(sdl) })
	return f
}

// contract serves the schema, which says what can be asked of whom and is public
// even where introspection is off. It may be kept for an hour: a release changes it.
func (s *server) contract(w http.ResponseWriter, r *http.Request) {
	if len(s.cfg.SDL) == 0 {
		s.notFound(w, r)
		return
	}
	if s.reading(w, r) {
		s.sdl.serve(w, r, "public, max-age=3600")
	}
}
