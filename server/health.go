package server

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// HealthCheck is one part the program can't work without.
type HealthCheck struct {
	Name  string
	Check func(ctx context.Context) error
}

// live says that the program runs.
func (s *server) live(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether requests make sense here: every part answers within 2 s.
// Which part does not is told, why is for the log.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	status, word := http.StatusOK, "ok"
	checks := map[string]string{}
	for _, c := range s.cfg.Health {
		checks[c.Name] = "ok"
		if err := c.Check(ctx); err != nil {
			s.log.WarnContext(ctx, "not healthy", "part", c.Name, "error", err)
			status, word, checks[c.Name] = http.StatusServiceUnavailable, "unavailable", "unavailable"
		}
	}
	writeJSON(w, status, map[string]any{"status": word, "checks": checks})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader is gone: nothing left to tell it
}
