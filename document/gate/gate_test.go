package gate_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/document/cage"
	"github.com/walletdesk/walletdesk/document/corpus"
	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/rule"
	"github.com/walletdesk/walletdesk/fault"
)

// TestMain plays the child when the gate starts this program as one: the real
// child, or one that misbehaves.
func TestMain(m *testing.M) {
	if len(os.Args) < 2 || strings.HasPrefix(os.Args[1], "-") {
		os.Exit(m.Run())
	}
	os.Exit(child(os.Args[1], os.Stdin, os.Stdout))
}

func child(as string, in io.Reader, out io.Writer) int {
	if as == "reader" {
		c, err := cage.ConfigFrom(os.Getenv)
		if err != nil {
			return 2
		}
		return cage.ChildMain(in, out, c)
	}
	if as == "stillborn" {
		return 3
	}
	if cage.WriteMessage(out, cage.Hello{}) != nil {
		return 4
	}
	var q cage.Question
	if cage.ReadMessage(in, &q) != nil {
		return 5
	}
	if _, err := cage.ReadFrame(in, picture.MaxBytes); err != nil {
		return 6
	}
	return misbehave(as, in, out)
}

// accepted is the answer of a child that was taken over.
func accepted(w, h int, first4 string) cage.Reply {
	return cage.Reply{Answer: cage.Answer{W: w, H: h,
		Decision: rule.Decision{Verdict: rule.Accepted, Reason: rule.Covered, First4: first4, Last4: "4242"}}}
}

func misbehave(as string, in io.Reader, out io.Writer) int {
	switch as {
	case "crash":
		panic("read 4242424242424242")
	case "hang":
		_, _ = io.Copy(io.Discard, in) // until killed
	case "white": // accepts, and sends a picture without any cover
		white := picture.NewRGB(200, 100)
		for i := range white.Pix {
			white.Pix[i] = 255
		}
		_ = cage.WriteMessage(out, accepted(200, 100, "4242"))
		_ = cage.WriteFrame(out, white.Pix)
	case "wrongsize":
		_ = cage.WriteMessage(out, accepted(200, 100, "4242"))
		_ = cage.WriteFrame(out, make([]byte, 12))
	case "huge":
		_ = cage.WriteMessage(out, accepted(1<<20, 1<<20, "4242"))
		_, _ = out.Write([]byte{0xff, 0xff, 0xff, 0xff})
	case "talkative": // smuggles more than four digits
		_ = cage.WriteMessage(out, accepted(1, 1, "42424242"))
		_ = cage.WriteFrame(out, make([]byte, 3))
	case "environment":
		data, _ := json.Marshal(os.Environ())
		_, _ = os.Stderr.Write(data)
		return 9
	}
	return 0
}

// readerDir is WALLETDESK_READER_DIR, else var/reader of the module.
func readerDir() string {
	if dir := os.Getenv("WALLETDESK_READER_DIR"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "var", "reader")
}

func open(t *testing.T, c gate.Config) *gate.Gate {
	t.Helper()
	c.Dir = readerDir()
	c.Known = func(first4 string) bool {
		return slices.ContainsFunc(append(corpus.Numbers(), corpus.Amex), func(n string) bool { return n[:4] == first4 })
	}
	if c.Command == nil {
		c.Command = []string{os.Args[0], "reader"}
	}
	if c.Timeout == 0 {
		c.Timeout = time.Minute // shared and slow machines; the limit has a test of its own
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	g, err := gate.Open(c)
	if err != nil {
		t.Fatal(err) // says `make reader-files` when they are missing
	}
	t.Cleanup(g.Close)
	return g
}

func encode(t *testing.T, p *picture.RGB) []byte {
	t.Helper()
	data, err := picture.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func sample(t *testing.T, class string) (corpus.Picture, gate.Request) {
	t.Helper()
	p, ok := corpus.Draw(class, 7)
	if !ok {
		t.Fatalf("the corpus has no %s", class)
	}
	kind := gate.Identity
	if p.Card {
		kind = gate.BankCard
	}
	return p, gate.Request{Picture: encode(t, p.Image), Kind: kind, Covers: p.Covers, Windows: p.Windows}
}

// blank is an upload for children that don't look at it.
func blank(t *testing.T) gate.Request {
	t.Helper()
	return gate.Request{
		Picture: encode(t, picture.NewRGB(200, 100)), Kind: gate.BankCard,
		Covers: []picture.Rectangle{{X: .25, Y: .25, Width: .5, Height: .5}},
	}
}

func TestGate_Check(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	t.Cleanup(func() { // after the gate is closed and writes no more
		if text := log.String(); strings.Contains(text, "4242") || strings.Contains(text, "reader failed") {
			t.Errorf("log has digits or failures:\n%s", text)
		}
	})
	g := open(t, gate.Config{Log: slog.New(slog.NewTextHandler(&log, nil)), Warm: true})
	for _, c := range []struct {
		class   string
		verdict rule.Verdict
		advice  rule.Advice
		why     string
	}{
		{"covered", rule.Accepted, rule.Keep, "the ordinary good picture"},
		{"printed", rule.Refused, rule.CoverMiddle, "nothing is covered"},
		{"windows", rule.Accepted, rule.Keep, "the second way"},
		{"identity", rule.Accepted, rule.Keep, "no card on it"},
	} {
		t.Run(c.class, func(t *testing.T) {
			t.Parallel()
			p, request := sample(t, c.class)
			got, err := g.Check(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			if got.Verdict != c.verdict || got.Advice != c.advice || got.First4 != p.First4 || got.Last4 != p.Last4 {
				t.Errorf("%s: got %s %s (%s), want %s %s", c.why, got.Verdict, got.Advice, got.Reason, c.verdict, c.advice)
			}
			checkStored(t, got, request)
		})
	}
}

// checkStored looks at what would be kept: a JPEG of the same size, black where
// the covers are; nothing at all unless accepted.
func checkStored(t *testing.T, got gate.Result, request gate.Request) {
	t.Helper()
	if got.Verdict != rule.Accepted {
		if got.Picture != nil || got.First4 != "" || got.Last4 != "" {
			t.Error("something is left of a picture that was not accepted")
		}
		return
	}
	img, err := jpeg.Decode(bytes.NewReader(got.Picture))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != got.Width || b.Dy() != got.Height {
		t.Errorf("stored picture is %v, told %d × %d", b, got.Width, got.Height)
	}
	for _, c := range picture.Boxes(request.Covers, got.Width, got.Height) {
		if !black(img, int(c.C.X), int(c.C.Y)) {
			t.Error("a declared cover is not black in the stored picture")
		}
	}
}

func black(img image.Image, x, y int) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	return r < 0x1000 && g < 0x1000 && b < 0x1000
}

func TestGate_ChildIsNotBelieved(t *testing.T) {
	t.Parallel()
	t.Run("burns again", func(t *testing.T) {
		t.Parallel()
		g := open(t, gate.Config{Command: []string{os.Args[0], "white"}})
		got, err := g.Check(t.Context(), blank(t))
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(got.Picture))
		if err != nil {
			t.Fatal(err)
		}
		if !black(img, 100, 50) || black(img, 20, 10) {
			t.Error("the declared cover, and it alone, must be black")
		}
	})
	for _, c := range []struct{ child, code, why string }{
		{"stillborn", "READER_FAILED", "it never says hello"},
		{"crash", "READER_FAILED", "it dies while reading"},
		{"wrongsize", "READER_FAILED", "fewer pixels than told"},
		{"huge", "READER_FAILED", "more pixels than a picture may have"},
		{"talkative", "READER_FAILED", "more digits than may leave"},
		{"environment", "READER_FAILED", "it ends without an answer"},
		{"hang", "READER_TIMEOUT", "it never answers"},
	} {
		t.Run(c.child, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			config := gate.Config{Command: []string{os.Args[0], c.child}, Log: slog.New(slog.NewTextHandler(&log, nil))}
			if c.child == "hang" {
				config.Timeout = 50 * time.Millisecond
			}
			g := open(t, config)
			_, err := g.Check(t.Context(), blank(t))
			e, ok := fault.As(err)
			if !ok || e.Kind != fault.Unavailable || e.Code != c.code {
				t.Errorf("%s: got %v", c.why, err)
			}
			if strings.Contains(log.String(), "4242") {
				t.Errorf("digits in the log: %s", log.String())
			}
			if c.child == "environment" && (!strings.Contains(log.String(), "GOGC") || strings.Contains(log.String(), "PATH=")) {
				t.Errorf("the child must have an environment of its own: %s", log.String())
			}
		})
	}
}
