// Package reader finds and reads text in a picture: PP-OCRv4's mobile detector
// and recogniser (Apache-2.0) through onnxruntime (MIT).
//
// The files lie in one folder, put there by scripts/reader-files; nothing is
// fetched at run time. Figures of the models' input and output are those of
// PaddleOCR's own inference code; the passes are measured choices.
//
// Loops over pixels are marked go:norace: each works on memory that one
// goroutine owns, and would be ten times slower under the race detector.
package reader

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	ort "github.com/yalue/onnxruntime_go"
)

// ErrNoFiles says that the reader's files are not there.
var ErrNoFiles = errors.New("the document reader's files are missing: run `make reader-files`")

// classes of the recogniser: blank, the lines of keys.txt, space.
const classes = 6625

// Reader holds both models. It is not safe for concurrent use.
type Reader struct {
	det, rec *ort.DynamicAdvancedSession
	keys     []rune
}

// Library is the file name of onnxruntime on this system.
func Library() string {
	if runtime.GOOS == "darwin" {
		return "libonnxruntime.1.dylib"
	}
	return "libonnxruntime.so.1"
}

// CheckFiles tells whether dir has all files, ErrNoFiles otherwise.
func CheckFiles(dir string) error {
	for _, name := range []string{"det.onnx", "rec.onnx", "keys.txt", Library()} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() {
			return fmt.Errorf("%w (no %s in %s)", ErrNoFiles, name, dir)
		}
	}
	return nil
}

// Open loads library and models from dir. threads is how many cores one picture
// may use. One Reader a process: the library has one environment.
func Open(dir string, threads int) (*Reader, error) {
	if err := CheckFiles(dir); err != nil {
		return nil, err
	}
	if ort.IsInitialized() {
		return nil, errors.New("open reader: already open in this process")
	}
	keys, err := readKeys(filepath.Join(dir, "keys.txt"))
	if err != nil {
		return nil, err
	}
	library, err := filepath.Abs(filepath.Join(dir, Library()))
	if err != nil {
		return nil, fmt.Errorf("open reader: %w", err)
	}
	ort.SetSharedLibraryPath(library)
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return nil, fmt.Errorf("open reader: %w", err)
	}
	r := &Reader{keys: keys}
	if err := r.load(dir, threads); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *Reader) load(dir string, threads int) error {
	options, err := ort.NewSessionOptions()
	if err != nil {
		return fmt.Errorf("open reader: %w", err)
	}
	defer func() { _ = options.Destroy() }() // frees; it can fail only when freed twice
	if err := errors.Join(options.SetIntraOpNumThreads(threads), options.SetInterOpNumThreads(1)); err != nil {
		return fmt.Errorf("open reader: %w", err)
	}
	r.det, err = ort.NewDynamicAdvancedSession(filepath.Join(dir, "det.onnx"),
		[]string{"x"}, []string{"sigmoid_0.tmp_0"}, options)
	if err != nil {
		return fmt.Errorf("open detector: %w", err)
	}
	r.rec, err = ort.NewDynamicAdvancedSession(filepath.Join(dir, "rec.onnx"),
		[]string{"x"}, []string{"softmax_11.tmp_0"}, options)
	if err != nil {
		return fmt.Errorf("open recogniser: %w", err)
	}
	return nil
}

// Close frees models and library.
func (r *Reader) Close() error {
	var errs []error
	for _, s := range []*ort.DynamicAdvancedSession{r.det, r.rec} {
		if s != nil {
			errs = append(errs, s.Destroy())
		}
	}
	return errors.Join(append(errs, ort.DestroyEnvironment())...)
}

func readKeys(path string) ([]rune, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("open reader: %w", err)
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	if len(lines) != classes-2 {
		return nil, fmt.Errorf("open reader: keys.txt has %d lines, not %d", len(lines), classes-2)
	}
	keys := make([]rune, classes)
	for i, line := range lines {
		for _, c := range strings.TrimRight(line, "\r") {
			keys[i+1] = c
			break
		}
	}
	keys[classes-1] = ' '
	return keys, nil
}

// run feeds one float tensor to a model and hands its output to use, which must
// not keep it.
func run(s *ort.DynamicAdvancedSession, shape ort.Shape, data []float32, use func(out []float32, shape ort.Shape) error) error {
	in, err := ort.NewTensor(shape, data)
	if err != nil {
		return fmt.Errorf("run model: %w", err)
	}
	defer func() { _ = in.Destroy() }() // frees; it can fail only when freed twice
	outputs := []ort.Value{nil}
	if err := s.Run([]ort.Value{in}, outputs); err != nil {
		return fmt.Errorf("run model: %w", err)
	}
	defer func() { _ = outputs[0].Destroy() }()
	out, ok := outputs[0].(*ort.Tensor[float32])
	if !ok {
		return errors.New("run model: the output is no float tensor")
	}
	return use(out.GetData(), out.GetShape())
}
