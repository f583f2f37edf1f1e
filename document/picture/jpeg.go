package picture

import (
	"bytes"
	"encoding/binary"
)

// maxScans bounds the passes of a progressive JPEG: each one walks the whole
// picture again, and encoders write about ten.
const maxScans = 32

// walkJPEG goes from marker to marker (ITU-T T.81, annex B) up to EOI, which
// must be the last thing in the file.
func walkJPEG(data []byte) (Info, error) {
	info := Info{Format: JPEG, Orientation: 1}
	scans := 0
	for at := 2; ; {
		marker, next := nextMarker(data, at)
		if next < 0 {
			return info, errCut
		}
		at = next
		if marker == 0xd9 {
			return info, jpegEnd(info, scans, len(data)-at)
		}
		if marker == 0xd8 || marker == 0x01 || marker >= 0xd0 && marker <= 0xd7 {
			return info, refuse(CodeCorrupt, "The picture is damaged.")
		}
		if len(data)-at < 2 {
			return info, errCut
		}
		size := int(binary.BigEndian.Uint16(data[at:]))
		if size < 2 || size > len(data)-at {
			return info, errCut
		}
		body := data[at+2 : at+size]
		at += size
		if err := jpegSegment(&info, marker, body); err != nil {
			return info, err
		}
		if marker == 0xda {
			if scans++; scans > maxScans {
				return info, refuse(CodeCorrupt, "The picture has too many passes.")
			}
			at = afterScan(data, at)
		}
	}
}

func jpegEnd(info Info, scans, rest int) error {
	switch {
	case info.Width == 0 || scans == 0:
		return errCut
	case rest > 0:
		return errTrailing
	}
	return nil
}

// jpegSegment takes what matters from one segment: size and orientation.
func jpegSegment(info *Info, marker byte, body []byte) error {
	switch {
	case marker >= 0xc0 && marker <= 0xc2:
		if info.Width != 0 || len(body) < 6 {
			return refuse(CodeCorrupt, "The picture is damaged.")
		}
		info.Height, info.Width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
		if info.Width == 0 || info.Height == 0 {
			return checkSize(info.Width, info.Height)
		}
		if n := body[5]; n != 1 && n != 3 {
			return refuse(CodeUnsupported, "JPEG pictures in print colours are not taken.")
		}
	case marker >= 0xc3 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
		return refuse(CodeUnsupported, "This kind of JPEG is not taken.")
	case marker == 0xe1:
		if rest, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok {
			info.Orientation = orientation(rest)
		}
	}
	return nil
}

// nextMarker reads the marker that must stand at at, over fill bytes.
func nextMarker(data []byte, at int) (marker byte, next int) {
	if at >= len(data) || data[at] != 0xff {
		return 0, -1
	}
	for at < len(data) && data[at] == 0xff {
		at++
	}
	if at >= len(data) || data[at] == 0 {
		return 0, -1
	}
	return data[at], at + 1
}

// afterScan skips entropy-coded data: stuffed zeros and restart markers belong
// to it.
func afterScan(data []byte, at int) int {
	for {
		i := bytes.IndexByte(data[at:], 0xff)
		if i < 0 || at+i+1 >= len(data) {
			return len(data)
		}
		at += i
		if m := data[at+1]; m != 0 && m != 0xff && (m < 0xd0 || m > 0xd7) {
			return at
		}
		at++
	}
}

// orientation reads TIFF tag 274 of an EXIF block; 1 when there is none or it
// makes no sense, as browsers do.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := uint64(order.Uint16(tiff[at:]))
	for i := range entries {
		entry := at + 2 + i*12
		if entry+12 > uint64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[entry:]) != 274 {
			continue
		}
		if v := int(order.Uint16(tiff[entry+8:])); v >= 1 && v <= 8 {
			return v
		}
		return 1
	}
	return 1
}
