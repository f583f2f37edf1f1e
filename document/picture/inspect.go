package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// Inspect walks the container of data without decoding a pixel and returns what
// it says. Failures are *Error: no known format, too large, more than one
// frame, cut off, or something after the end.
func Inspect(data []byte) (Info, error) {
	switch {
	case len(data) == 0:
		return Info{}, refuse(CodeEmpty, "The file is empty.")
	case len(data) > MaxBytes:
		return Info{}, refuse(CodeTooLarge, "The file is larger than 10 MB.")
	}
	walk := walkerOf(data)
	if walk == nil {
		return Info{}, refuse(CodeUnsupported, "The file is neither a JPEG, a PNG nor a WebP picture.")
	}
	info, err := walk(data)
	if err != nil {
		return Info{}, err
	}
	return info, checkSize(info.Width, info.Height)
}

func walkerOf(data []byte) func([]byte) (Info, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xd8, 0xff}):
		return walkJPEG
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return walkPNG
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return walkWebP
	}
	return nil
}

func checkSize(w, h int) error {
	switch {
	case w < MinEdge || h < MinEdge || w > MaxEdge || h > MaxEdge:
		return refuse(CodeDimensions, "The picture's sides must have between %d and %d pixels.", MinEdge, MaxEdge)
	case w*h > MaxPixels:
		return refuse(CodeTooManyPixel, "The picture has more than 40 million pixels.")
	}
	return nil
}

var (
	errCut      = refuse(CodeTruncated, "The file ends too early.")
	errTrailing = refuse(CodeTrailing, "Something follows the end of the picture.")
	errAnimated = refuse(CodeAnimated, "Moving pictures are not taken.")
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// walkPNG goes from chunk to chunk (PNG specification, section 5), checking the
// checksum of each.
func walkPNG(data []byte) (Info, error) {
	info := Info{Format: PNG, Orientation: 1}
	first := true
	for at := len(pngSignature); ; first = false {
		if len(data)-at < 12 {
			return info, errCut
		}
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size > len(data)-at-12 {
			return info, errCut
		}
		kind, body := string(data[at+4:at+8]), data[at+8:at+8+size]
		if crc32.ChecksumIEEE(data[at+4:at+8+size]) != binary.BigEndian.Uint32(data[at+8+size:]) {
			return info, refuse(CodeCorrupt, "The picture is damaged.")
		}
		at += 12 + size
		if first != (kind == "IHDR") || kind == "IHDR" && size != 13 {
			return info, refuse(CodeCorrupt, "The picture's header is damaged.")
		}
		switch kind {
		case "IHDR":
			info.Width, info.Height = edge(body), edge(body[4:])
		case "acTL", "fdAT", "fcTL":
			return info, errAnimated
		case "eXIf":
			info.Orientation = orientation(body)
		case "IEND":
			if at != len(data) {
				return info, errTrailing
			}
			return info, nil
		}
	}
}

// edge reads a length that may not fit an int of 32 bits: what is over 31 bits
// is over MaxEdge as well.
func edge(b []byte) int { return int(min(binary.BigEndian.Uint32(b), 1<<31-1)) }

// walkWebP goes over the RIFF chunks (RFC 9649).
func walkWebP(data []byte) (Info, error) {
	info := Info{Format: WebP, Orientation: 1}
	size := int(binary.LittleEndian.Uint32(data[4:])) + 8
	if size > len(data) {
		return info, errCut
	}
	if size < len(data) {
		return info, errTrailing
	}
	pictures := 0
	for at := 12; at < len(data); {
		if len(data)-at < 8 {
			return info, errCut
		}
		kind, n := string(data[at:at+4]), int(binary.LittleEndian.Uint32(data[at+4:]))
		if n > len(data)-at-8 {
			return info, errCut
		}
		body := data[at+8 : at+8+n]
		at += 8 + n + n&1
		switch kind {
		case "ANIM", "ANMF":
			return info, errAnimated
		case "EXIF":
			info.Orientation = orientation(bytes.TrimPrefix(body, []byte("Exif\x00\x00")))
		case "VP8 ", "VP8L":
			pictures++
			w, h := webPSize(kind, body)
			if pictures > 1 || info.Width != 0 && (info.Width != w || info.Height != h) {
				return info, refuse(CodeCorrupt, "The picture is damaged.")
			}
			info.Width, info.Height = w, h
		case "VP8X":
			if n < 10 {
				return info, errCut
			}
			if body[0]&0x02 != 0 {
				return info, errAnimated
			}
			info.Width, info.Height = 1+uint24(body[4:]), 1+uint24(body[7:])
		}
	}
	if pictures == 0 {
		return info, errCut
	}
	return info, nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// webPSize reads the size of a lossy (RFC 6386, 9.1) or lossless (RFC 9649,
// 3.4) bit stream; 0 × 0 when it is none.
func webPSize(kind string, body []byte) (w, h int) {
	if kind == "VP8 " && len(body) >= 10 {
		return int(body[6]) | int(body[7]&0x3f)<<8, int(body[8]) | int(body[9]&0x3f)<<8
	}
	if kind == "VP8L" && len(body) >= 5 && body[0] == 0x2f {
		bits := binary.LittleEndian.Uint32(body[1:])
		return 1 + int(bits&0x3fff), 1 + int(bits>>14&0x3fff)
	}
	return 0, 0
}
