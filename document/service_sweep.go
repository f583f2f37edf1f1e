package document

import (
	"context"
	"fmt"
	"strings"
)

// Sweep deletes sealed files that no document can open any more and that are
// older than 24 hours: what a crash between file and row, or between the end of a
// key and the end of its file, left behind. It tells how many. A timer's work:
// call it once a day or so.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	var names []string
	swept := 0
	for name, err := range s.Blobs.Keys(ctx, s.now().Add(-orphanAfter)) {
		if err != nil {
			return swept, fmt.Errorf("sweep files: %w", err)
		}
		if !strings.HasPrefix(name, blobPrefix) {
			continue
		}
		names = append(names, name)
		if len(names) < sweepBatch {
			continue
		}
		n, err := s.sweep(ctx, names)
		swept += n
		if err != nil {
			return swept, err
		}
		names = names[:0]
	}
	n, err := s.sweep(ctx, names)
	return swept + n, err
}

// sweep deletes those of the files that no document can open.
func (s *Service) sweep(ctx context.Context, names []string) (int, error) {
	live, err := selectLiveFiles(ctx, s.DB, names)
	if err != nil {
		return 0, fmt.Errorf("sweep files: %w", err)
	}
	keep := make(map[string]bool, len(live))
	for _, name := range live {
		keep[name] = true
	}
	swept := 0
	for _, name := range names {
		if keep[name] {
			continue
		}
		if err := s.Blobs.Delete(ctx, name); err != nil {
			return swept, fmt.Errorf("sweep files: %w", err)
		}
		swept++
	}
	return swept, nil
}
