package gate_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"log/slog"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/reader"
	"github.com/walletdesk/walletdesk/fault"
)

func TestOpen_MissingFiles(t *testing.T) {
	t.Parallel()
	_, err := gate.Open(gate.Config{Dir: t.TempDir(), Known: func(string) bool { return true }})
	if !errors.Is(err, reader.ErrNoFiles) || !strings.Contains(err.Error(), "make reader-files") {
		t.Errorf("got %v", err)
	}
}

// TestGate_RefusesBeforeAChild uses a command that does not exist: what is
// refused here never starts one.
func TestGate_RefusesBeforeAChild(t *testing.T) {
	t.Parallel()
	g := open(t, gate.Config{Command: []string{"/no/such/program"}})
	good := blank(t)
	for _, c := range []struct {
		name, field, code, why string
		change                 func(*gate.Request)
	}{
		{"empty", "file", picture.CodeEmpty, "no bytes", func(r *gate.Request) { r.Picture = nil }},
		{"svg", "file", picture.CodeUnsupported, "a program, not a picture", func(r *gate.Request) { r.Picture = []byte("<svg/>") }},
		{"polyglot", "file", picture.CodeTrailing, "two files in one", func(r *gate.Request) { r.Picture = append(bytes.Clone(r.Picture), "PK\x03\x04"...) }},
		{"cut", "file", picture.CodeTruncated, "half a file", func(r *gate.Request) { r.Picture = r.Picture[:len(r.Picture)/2] }},
		{"nan", "covers", picture.CodeBadRectangle, "not a place", func(r *gate.Request) { r.Covers = []picture.Rectangle{{X: math.NaN(), Width: .1, Height: .1}} }},
		{"outside", "covers", picture.CodeBadRectangle, "beside the picture", func(r *gate.Request) { r.Covers = []picture.Rectangle{{X: .9, Width: .5, Height: .1}} }},
		{"one window", "windows", picture.CodeBadRectangle, "two are needed", func(r *gate.Request) { r.Windows = r.Covers }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := good
			c.change(&r)
			_, err := g.Check(t.Context(), r)
			e, ok := fault.As(err)
			if !ok || e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Field != c.field || e.Fields[0].Code != c.code {
				t.Errorf("%s: got %v", c.why, err)
			}
		})
	}
}

// TestGate_DecoderRefuses sends a file whose container is whole and whose pixels
// are not: only the child can tell.
func TestGate_DecoderRefuses(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	data := breakPixels(t, file.Bytes())
	_, err := open(t, gate.Config{}).Check(t.Context(), gate.Request{Picture: data, Kind: gate.BankCard})
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Invalid || e.Fields[0].Code != picture.CodeCorrupt {
		t.Errorf("got %v", err)
	}
}

// TestGate_Queue fills the gate with children that hang: one is looked at, one
// waits, the third is told to come back.
func TestGate_Queue(t *testing.T) {
	t.Parallel()
	g := open(t, gate.Config{Command: []string{os.Args[0], "hang"}, Queue: 1, Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(t.Context())
	request := blank(t)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := g.Check(ctx, request); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want it cancelled", err)
			}
		})
	}
	for g.Load().Waiting < 2 {
		select {
		case <-t.Context().Done():
			t.Fatal("never queued")
		default:
		}
	}
	if load := g.Load(); load.Wait <= 0 {
		t.Errorf("a full gate promises no wait: %+v", load)
	}
	_, err := g.Check(t.Context(), request)
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Overloaded || e.RetryAt.IsZero() {
		t.Errorf("got %v, want OVERLOADED with a time", err)
	}
	stop()
	both.Wait()
	if load := g.Load(); load != (gate.Load{}) {
		t.Errorf("after it all: %+v", load)
	}
}
