// Package picture turns an untrusted upload into plain pixels and back.
//
// The road of a picture is one way:
//
//	bytes → Inspect (container walked, sizes known, nothing decoded)
//	      → Decode  (pixels, alpha over white, upright, at most MaxSide)
//	      → Burn or Keep (covers opaque, or everything but the windows)
//	      → Encode  (a fresh JPEG that carries pixels and nothing else)
//
// Invariants
//   - Nothing is decoded whose size was not checked first (MaxBytes, MaxPixels).
//   - A picture is one picture: no second frame, nothing before its first or
//     after its last byte, so a file can't be read as two things.
//   - A burned pixel is (0, 0, 0) in memory before anything is encoded.
//
// Decode runs in the caged child only (package cage); Burn, Keep and Encode run
// on both sides, because the parent does not believe the child.
package picture

import (
	"errors"
	"fmt"
)

const (
	// MaxBytes is the largest upload looked at: 10 MB, the contract's own limit.
	MaxBytes = 10 << 20
	// MaxPixels bounds what a header may ask to be allocated: 40 megapixels,
	// a little more than the sensors of current phones deliver by default.
	MaxPixels = 40_000_000
	// MaxEdge is the longest edge a header may name, in pixels.
	MaxEdge = 16_384
	// MinEdge is the shortest edge that can show eight digits, in pixels.
	MinEdge = 32
	// MaxSide is the longest side kept, in pixels: larger pictures are reduced
	// before they are read, so what is stored is what was read. The page sends
	// at most 2,000.
	MaxSide = 3_000
)

// Codes of Error: why a file is no picture we take. Stable, to be translated.
const (
	CodeEmpty        = "EMPTY"
	CodeTooLarge     = "TOO_LARGE"
	CodeUnsupported  = "UNSUPPORTED_FORMAT"
	CodeAnimated     = "ANIMATED"
	CodeTruncated    = "TRUNCATED"
	CodeTrailing     = "TRAILING_DATA"
	CodeDimensions   = "BAD_DIMENSIONS"
	CodeTooManyPixel = "TOO_MANY_PIXELS"
	CodeCorrupt      = "CORRUPT"
	CodeBadRectangle = "BAD_RECTANGLE"
)

// Error says why a file or rectangle is refused. Message is plain English for a
// person and never contains a byte of the file.
type Error struct {
	// Code is one of the Code constants.
	Code string
	// Message is the sentence.
	Message string
}

// Error gives code and sentence.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

func refuse(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// AsError finds an Error in err.
func AsError(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// Format is a kind of file.
type Format string

// The formats taken.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	WebP Format = "webp"
)

// Info is what a file says about itself before anything is decoded.
type Info struct {
	// Format of the container.
	Format Format
	// Width and Height in pixels as stored, before Orientation is applied.
	Width, Height int
	// Orientation as in EXIF (TIFF tag 274): 1 upright … 8; 1 when absent.
	Orientation int
}

// RGB is a picture of plain pixels, three bytes each, row by row.
type RGB struct {
	// W and H in pixels.
	W, H int
	// Pix has W*H*3 bytes: red, green, blue.
	Pix []byte
}

// NewRGB makes a black picture of w by h pixels.
func NewRGB(w, h int) *RGB { return &RGB{W: w, H: h, Pix: make([]byte, w*h*3)} }

// At returns the colour of a pixel inside the picture.
func (p *RGB) At(x, y int) (r, g, b byte) {
	i := (y*p.W + x) * 3
	return p.Pix[i], p.Pix[i+1], p.Pix[i+2]
}

// Set colours a pixel inside the picture.
func (p *RGB) Set(x, y int, r, g, b byte) {
	i := (y*p.W + x) * 3
	p.Pix[i], p.Pix[i+1], p.Pix[i+2] = r, g, b
}

// Clone copies the picture.
func (p *RGB) Clone() *RGB {
	return &RGB{W: p.W, H: p.H, Pix: append([]byte(nil), p.Pix...)}
}

// Valid tells whether sizes and bytes agree and keep to the limits: the parent
// asks this of what a child handed back.
func (p *RGB) Valid() bool {
	return p.W >= 1 && p.H >= 1 && p.W <= MaxSide && p.H <= MaxSide && len(p.Pix) == p.W*p.H*3
}
