// Package cage is the child process that looks at untrusted pictures.
//
// One process looks at one picture and ends. It is the same program, started by
// package gate with an environment of its own:
//
//	parent                            child
//	  start, no network namespace ──→ limits, load models, lock the door
//	  ←────────────────────── Hello ──
//	  question, picture ────────────→ decode, upright, burn, read, decide
//	  ←───────────── reply, raw RGB ──  (pixels only when accepted)
//
// Invariants
//   - Nothing of a picture is looked at before the door is locked: Landlock
//     leaves no file, seccomp no socket, program or file to open, and the kernel's
//     limits end what grows or runs too long.
//   - The child writes to its standard output only, never to a disk.
//   - No compressed byte goes back: the parent burns and encodes raw pixels.
package cage

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/document/reader"
	"github.com/walletdesk/walletdesk/document/rule"
)

// The child's environment; it inherits nothing else.
const (
	EnvDir     = "WALLETDESK_READER_DIR"
	EnvThreads = "WALLETDESK_READER_THREADS"
)

// Config is what a child needs to know.
type Config struct {
	// Dir has the reader's files.
	Dir string
	// Threads is how many cores one picture may use.
	Threads int
}

// ConfigFrom reads the environment that package gate gives a child.
func ConfigFrom(getenv func(string) string) (Config, error) {
	c := Config{Dir: getenv(EnvDir), Threads: 1}
	if s := getenv(EnvThreads); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return Config{}, fmt.Errorf("%s must be a number from 1", EnvThreads)
		}
		c.Threads = n
	}
	if c.Dir == "" {
		return Config{}, errors.New(EnvDir + " is not set")
	}
	return c, nil
}

// Hello is the child's first word: it is ready and the door is locked.
type Hello struct {
	// Locks that hold, for example "landlock", "seccomp".
	Locks []string
	// Open lists what this kernel could not lock, and why.
	Open []string
}

// Reply is the child's answer. Pixels follow in a frame of their own when the
// verdict is ACCEPTED.
type Reply struct {
	Answer
	// Refusal is set when the file is no picture we take.
	Refusal *Refusal
	// Millis the reading took.
	Millis int64
}

// Refusal is a picture.Error on its way to the parent.
type Refusal struct {
	// Code and Message as in picture.Error.
	Code, Message string
}

// Largest frames in bytes.
const (
	MaxMessage = 64 << 10
	MaxPixels  = picture.MaxSide * picture.MaxSide * 3
)

// WriteFrame writes a length of 4 bytes and data.
func WriteFrame(w io.Writer, data []byte) error {
	if len(data) > MaxPixels {
		return fmt.Errorf("write frame: %d bytes", len(data))
	}
	frame := binary.BigEndian.AppendUint32(make([]byte, 0, 4), uint32(len(data)))
	if _, err := w.Write(frame); err != nil {
		return fmt.Errorf("write frame: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write frame: %w", err)
	}
	return nil
}

// ReadFrame reads one frame of at most limit bytes.
func ReadFrame(r io.Reader, limit int) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, fmt.Errorf("read frame: %w", err)
	}
	n := int64(binary.BigEndian.Uint32(head[:]))
	if n > int64(limit) {
		return nil, fmt.Errorf("read frame: %d bytes, limit %d", n, limit)
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("read frame: %w", err)
	}
	return data, nil
}

// WriteMessage writes v as JSON in a frame.
func WriteMessage(w io.Writer, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	return WriteFrame(w, data)
}

// ReadMessage reads a frame of JSON into v.
func ReadMessage(r io.Reader, v any) error {
	data, err := ReadFrame(r, MaxMessage)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		// The text of a JSON error may quote its input.
		return errors.New("read message: not the JSON expected")
	}
	return nil
}

// ChildMain is the whole life of a child: cmd calls it for the hidden command
// `walletdesk reader` and exits with what it returns. in and out are standard
// input and output.
func ChildMain(in io.Reader, out io.Writer, c Config) int {
	if err := child(in, out, c); err != nil {
		return 1
	}
	return 0
}

func child(in io.Reader, out io.Writer, c Config) error {
	hello := Hello{}
	hello.limit()
	r, err := reader.Open(c.Dir, c.Threads)
	if err != nil {
		return err
	}
	hello.lock()
	if err := WriteMessage(out, hello); err != nil {
		return err
	}
	var q Question
	if err := ReadMessage(in, &q); err != nil {
		return err
	}
	file, err := ReadFrame(in, picture.MaxBytes)
	if err != nil {
		return err
	}
	return answer(r, out, q, file)
}

func answer(r *reader.Reader, out io.Writer, q Question, file []byte) error {
	start := time.Now()
	p, err := picture.Decode(file)
	if refusal, ok := picture.AsError(err); ok {
		return WriteMessage(out, Reply{Refusal: &Refusal{Code: refusal.Code, Message: refusal.Message}})
	}
	if err != nil {
		return err
	}
	a, err := Judge(r, p, q)
	if err != nil {
		return err
	}
	reply := Reply{Answer: a, Millis: time.Since(start).Milliseconds()}
	if err := WriteMessage(out, reply); err != nil || a.Verdict != rule.Accepted {
		return err
	}
	return WriteFrame(out, p.Pix)
}

// did notes whether a lock holds.
func (h *Hello) did(name string, err error) {
	if err != nil {
		h.Open = append(h.Open, name+": "+err.Error())
		return
	}
	h.Locks = append(h.Locks, name)
}
