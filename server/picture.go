package server

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
)

// maxGrant is bytes of a grant, with room to spare.
const maxGrant = 512

// Documents opens a document with a grant; see document.Service.
type Documents interface {
	Open(ctx context.Context, actor session.Actor, grant string) ([]byte, string, error)
}

// Pictures answers POST /console/document: the grant is the body, as text/plain,
// the answer the picture. No address leads to a picture, and nothing keeps one. A
// grant is good once: 404 for one that is used, expired, another's, or none.
func Pictures(docs Documents, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		grant, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxGrant))
		if err != nil {
			http.Error(w, "This is no grant.", http.StatusBadRequest)
			return
		}
		actor, _ := session.FromContext(r.Context())
		data, kind, err := docs.Open(r.Context(), actor, strings.TrimSpace(string(grant)))
		if err != nil {
			refusePicture(w, r, log, err)
			return
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Disposition", "attachment")
		_, _ = w.Write(data) // the reader is gone: nothing left to tell it
	})
}

// refusePicture tells the kind of failure and no more.
func refusePicture(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	f, expected := fault.As(err)
	if !expected {
		log.ErrorContext(r.Context(), "document not shown", "request", session.RequestID(r.Context()), "error", err)
		http.Error(w, "Something went wrong on our side.", http.StatusInternalServerError)
		return
	}
	http.Error(w, f.Code, statusOf(err))
}
