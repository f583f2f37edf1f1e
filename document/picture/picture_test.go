package picture_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/walletdesk/walletdesk/document/picture"
)

// marked is a picture of w × h, white, with a red upper left quarter.
func marked(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{255, 255, 255, 255}
			if x < w/2 && y < h/2 {
				c = color.NRGBA{255, 0, 0, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func jpegOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, marked(w, h), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// exif is a TIFF block with nothing but an orientation.
func exif(orientation uint16) []byte {
	out := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	return append(binary.BigEndian.AppendUint16(out, orientation), 0, 0, 0, 0, 0, 0)
}

// turned puts an EXIF orientation into a JPEG.
func turned(file []byte, orientation uint16) []byte {
	body := append([]byte("Exif\x00\x00"), exif(orientation)...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return slices.Concat(file[:2], segment, body, file[2:])
}

// chunk makes a PNG chunk.
func chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// afterHeader puts chunks behind a PNG's IHDR.
func afterHeader(file []byte, chunks ...[]byte) []byte {
	return slices.Concat(file[:33], slices.Concat(chunks...), file[33:])
}

// sized is a PNG whose header claims a size.
func sized(w, h uint32) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	body = append(body, 8, 2, 0, 0, 0)
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", body), chunk("IDAT", nil), chunk("IEND", nil))
}

// webp is a RIFF container around chunks.
func webp(chunks ...[]byte) []byte {
	body := slices.Concat(chunks...)
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)+4))
	return append(append(out, "WEBP"...), body...)
}

func riff(kind string, body []byte) []byte {
	out := append(binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body))), body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

// tinyWebP is a lossless picture of 1 × 1, the smallest there is.
func tinyWebP() []byte {
	return webp(riff("VP8L", []byte{0x2f, 0, 0, 0, 0, 0x88, 0x88, 0x08}))
}

func TestInspect_Refuses(t *testing.T) {
	t.Parallel()
	jpg, pic := jpegOf(t, 64, 48), pngOf(t, marked(64, 48))
	zero := bytes.Clone(jpg)
	at := bytes.Index(zero, []byte{0xff, 0xc0})
	copy(zero[at+5:], []byte{0, 0, 0, 0})
	huge := bytes.Clone(jpg)
	copy(huge[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	corrupt := bytes.Clone(pic)
	corrupt[len(corrupt)/2] ^= 1
	for _, c := range []struct {
		name, code, why string
		file            []byte
	}{
		{"nothing", picture.CodeEmpty, "no bytes", nil},
		{"too large", picture.CodeTooLarge, "over 10 MB", make([]byte, picture.MaxBytes+1)},
		{"svg", picture.CodeUnsupported, "a program, not pixels", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
		{"gif", picture.CodeUnsupported, "not taken", []byte("GIF89a\x01\x00\x01\x00")},
		{"html", picture.CodeUnsupported, "a page", []byte("<!doctype html>")},
		{"heic", picture.CodeUnsupported, "no decoder yet", []byte("\x00\x00\x00\x18ftypheic")},
		{"jpeg bomb", picture.CodeDimensions, "65,535 × 65,535", huge},
		{"jpeg of nothing", picture.CodeDimensions, "0 × 0", zero},
		{"png bomb", picture.CodeDimensions, "4 billion a side", sized(1<<32-1, 1<<32-1)},
		{"png of nothing", picture.CodeDimensions, "0 × 0", sized(0, 0)},
		{"too many pixels", picture.CodeTooManyPixel, "64 megapixels", sized(8000, 8000)},
		{"tiny", picture.CodeDimensions, "no room for digits", sized(8, 8)},
		{"webp tiny", picture.CodeDimensions, "1 × 1", tinyWebP()},
		{"jpeg cut", picture.CodeTruncated, "no end", jpg[:len(jpg)-2]},
		{"jpeg cut in a segment", picture.CodeTruncated, "no picture", jpg[:12]},
		{"png cut", picture.CodeTruncated, "no IEND", pic[:len(pic)-12]},
		{"png cut in a chunk", picture.CodeTruncated, "half a chunk", pic[:50]},
		{"webp cut", picture.CodeTruncated, "half a chunk", tinyWebP()[:18]},
		{"webp of nothing", picture.CodeTruncated, "no picture in it", webp(riff("XMP ", nil))},
		{"jpeg and zip", picture.CodeTrailing, "two files in one", append(bytes.Clone(jpg), "PK\x03\x04"...)},
		{"png and script", picture.CodeTrailing, "two files in one", append(bytes.Clone(pic), "<script>"...)},
		{"webp and more", picture.CodeTrailing, "two files in one", append(tinyWebP(), 0)},
		{"apng", picture.CodeAnimated, "a second frame may show the number", afterHeader(pic, chunk("acTL", make([]byte, 8)))},
		{"webp animation", picture.CodeAnimated, "frames", webp(riff("VP8X", []byte{2, 0, 0, 0, 63, 0, 0, 63, 0, 0}))},
		{"webp frames", picture.CodeAnimated, "frames without the flag", webp(riff("ANMF", make([]byte, 16)))},
		{"png damaged", picture.CodeCorrupt, "a wrong checksum", corrupt},
		{"two headers", picture.CodeCorrupt, "which size is it", afterHeader(pic, pic[8:33])},
		{"jpeg in jpeg", picture.CodeCorrupt, "a start inside", slices.Concat(jpg[:2], jpg)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := picture.Inspect(c.file)
			if e, ok := picture.AsError(err); !ok || e.Code != c.code {
				t.Errorf("%s: got %v, want %s", c.why, err, c.code)
			}
			if _, err := picture.Decode(c.file); err == nil {
				t.Errorf("%s: decoded", c.why)
			}
		})
	}
}

func TestInspect_Takes(t *testing.T) {
	t.Parallel()
	pic := pngOf(t, marked(64, 48))
	for _, c := range []struct {
		name string
		file []byte
		want picture.Info
	}{
		{"jpeg", jpegOf(t, 64, 48), picture.Info{Format: picture.JPEG, Width: 64, Height: 48, Orientation: 1}},
		{"turned jpeg", turned(jpegOf(t, 64, 48), 6), picture.Info{Format: picture.JPEG, Width: 64, Height: 48, Orientation: 6}},
		{"senseless orientation", turned(jpegOf(t, 64, 48), 77), picture.Info{Format: picture.JPEG, Width: 64, Height: 48, Orientation: 1}},
		{"png", pic, picture.Info{Format: picture.PNG, Width: 64, Height: 48, Orientation: 1}},
		{"turned png", afterHeader(pic, chunk("eXIf", exif(3))), picture.Info{Format: picture.PNG, Width: 64, Height: 48, Orientation: 3}},
		{"webp", webp(riff("VP8X", []byte{0, 0, 0, 0, 63, 0, 0, 47, 0, 0}), riff("EXIF", exif(8)), riff("VP8L", []byte{0x2f, 63, 0xc0, 11, 0})),
			picture.Info{Format: picture.WebP, Width: 64, Height: 48, Orientation: 8}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := picture.Inspect(c.file)
			if err != nil || got != c.want {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}

// TestDecode_Upright: the red quarter goes where EXIF says.
func TestDecode_Upright(t *testing.T) {
	t.Parallel()
	for orientation, corner := range map[uint16][2]bool{ // right, lower
		1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true},
		5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true},
	} {
		p, err := picture.Decode(turned(jpegOf(t, 64, 48), orientation))
		if err != nil {
			t.Fatal(err)
		}
		w, h := 64, 48
		if orientation >= 5 {
			w, h = h, w
		}
		if p.W != w || p.H != h {
			t.Fatalf("orientation %d: %d × %d", orientation, p.W, p.H)
		}
		x, y := w/4, h/4
		if corner[0] {
			x = 3 * w / 4
		}
		if corner[1] {
			y = 3 * h / 4
		}
		if _, g, _ := p.At(x, y); g > 60 {
			t.Errorf("orientation %d: no red at %d, %d", orientation, x, y)
		}
		if _, g, _ := p.At(w-1-x, h-1-y); g < 200 {
			t.Errorf("orientation %d: red in the opposite corner", orientation)
		}
	}
}

// TestDecode_Transparent: what transparency hides from the reader it must hide
// from an operator too, so both see it over white.
func TestDecode_Transparent(t *testing.T) {
	t.Parallel()
	img := marked(64, 48)
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 0
	}
	p, err := picture.Decode(pngOf(t, img))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b := p.At(5, 5); r != 255 || g != 255 || b != 255 {
		t.Errorf("got %d %d %d, want white", r, g, b)
	}
}

func TestDecode_Reduces(t *testing.T) {
	t.Parallel()
	p, err := picture.Decode(pngOf(t, image.NewGray(image.Rect(0, 0, 6000, 200))))
	if err != nil {
		t.Fatal(err)
	}
	if p.W != picture.MaxSide || p.H != 100 {
		t.Errorf("got %d × %d", p.W, p.H)
	}
}

// TestEncode_Clean: nothing but the pixels' own segments is in the new file.
func TestEncode_Clean(t *testing.T) {
	t.Parallel()
	p, err := picture.Decode(turned(jpegOf(t, 64, 48), 3))
	if err != nil {
		t.Fatal(err)
	}
	out, err := picture.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	info, err := picture.Inspect(out)
	if err != nil || info.Orientation != 1 || bytes.Contains(out, []byte("Exif")) {
		t.Errorf("got %+v, %v", info, err)
	}
	if _, err := picture.Encode(&picture.RGB{W: 10, H: 10}); err == nil {
		t.Error("encoded a picture without pixels")
	}
}

// FuzzDecode: no input makes the walker or a decoder fail in another way than by
// an Error, and what is decoded keeps to the limits.
func FuzzDecode(f *testing.F) {
	f.Add(jpegOf(f, 40, 40))
	f.Add(turned(jpegOf(f, 40, 40), 6))
	f.Add(pngOf(f, marked(40, 40)))
	f.Add(tinyWebP())
	f.Add(webp(riff("VP8X", []byte{0, 0, 0, 0, 63, 0, 0, 47, 0, 0}), riff("VP8L", []byte{0x2f, 63, 0xc0, 11, 0})))
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := picture.Inspect(data)
		if err == nil && info.Width*info.Height > 1<<20 {
			return // slow to fuzz, bounded by the limits
		}
		p, err := picture.Decode(data)
		if err == nil {
			if !p.Valid() {
				t.Fatalf("decoded to %d × %d with %d bytes", p.W, p.H, len(p.Pix))
			}
			return
		}
		if _, ok := picture.AsError(err); !ok {
			t.Fatal(err)
		}
	})
}
