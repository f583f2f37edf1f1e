package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// Decode inspects and decodes data and returns it upright (EXIF orientation
// applied), transparent parts over white, the longer side at most MaxSide.
// Failures are *Error. Run it only where a broken decoder can do no harm.
func Decode(data []byte) (*RGB, error) {
	info, err := Inspect(data)
	if err != nil {
		return nil, err
	}
	img, err := decodeFormat(info.Format, data)
	if err != nil {
		// The decoders' own texts may quote the file: they stay here.
		return nil, refuse(CodeCorrupt, "The picture is damaged.")
	}
	b := img.Bounds()
	if b.Dx() != info.Width || b.Dy() != info.Height {
		return nil, refuse(CodeCorrupt, "The picture has two sizes.")
	}
	return upright(flatten(shrink(img)), info.Orientation), nil
}

func decodeFormat(f Format, data []byte) (image.Image, error) {
	switch f {
	case JPEG:
		return jpeg.Decode(bytes.NewReader(data))
	case PNG:
		return png.Decode(bytes.NewReader(data))
	case WebP:
		return webp.Decode(bytes.NewReader(data))
	}
	return nil, fmt.Errorf("decode picture: no decoder for %q", f)
}

// shrink reduces a picture whose longer side is over MaxSide.
func shrink(img image.Image) image.Image {
	b := img.Bounds()
	long := max(b.Dx(), b.Dy())
	if long <= MaxSide {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, max(1, b.Dx()*MaxSide/long), max(1, b.Dy()*MaxSide/long)))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}

// flatten copies any picture over white, so that what was hidden by
// transparency is as visible to the reader as to an operator.
//
//go:norace
func flatten(img image.Image) *RGB {
	b := img.Bounds()
	out := NewRGB(b.Dx(), b.Dy())
	row := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	for y := range out.H {
		draw.Draw(row, row.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.Draw(row, row.Bounds(), img, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
		line := out.Pix[y*out.W*3:]
		for x := range out.W {
			copy(line[x*3:x*3+3], row.Pix[x*4:x*4+3])
		}
	}
	return out
}

// upright turns and mirrors a picture as its EXIF orientation says.
//
//go:norace
func upright(p *RGB, orientation int) *RGB {
	if orientation == 1 {
		return p
	}
	w, h := p.W, p.H
	if orientation >= 5 {
		w, h = h, w
	}
	out := NewRGB(w, h)
	for y := range h {
		for x := range w {
			sx, sy := source(orientation, x, y, p.W, p.H)
			i, j := (y*w+x)*3, (sy*p.W+sx)*3
			copy(out.Pix[i:i+3], p.Pix[j:j+3])
		}
	}
	return out
}

// source tells where the pixel shown at (x, y) is stored in a w × h picture.
func source(orientation, x, y, w, h int) (sx, sy int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}
