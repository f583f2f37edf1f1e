package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
)

// quality of the stored JPEG: small print stays readable, about 0.5 MB for
// 2,000 × 1,500 pixels.
const quality = 88

// Encode writes the pixels as a fresh JPEG without any metadata.
//
//go:norace
func Encode(p *RGB) ([]byte, error) {
	if !p.Valid() {
		return nil, fmt.Errorf("encode picture: %d × %d with %d bytes", p.W, p.H, len(p.Pix))
	}
	img := image.NewRGBA(image.Rect(0, 0, p.W, p.H))
	for i, j := 0, 0; i < len(p.Pix); i, j = i+3, j+4 {
		copy(img.Pix[j:j+3], p.Pix[i:i+3])
		img.Pix[j+3] = 0xff
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return out.Bytes(), nil
}
