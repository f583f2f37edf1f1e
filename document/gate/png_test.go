package gate_test

import (
	"encoding/binary"
	"hash/crc32"
	"testing"
)

// breakPixels damages a PNG's compressed pixels and makes the chunk's checksum
// right again.
func breakPixels(t *testing.T, file []byte) []byte {
	t.Helper()
	for at := 8; at+12 <= len(file); {
		n := int(binary.BigEndian.Uint32(file[at:]))
		if string(file[at+4:at+8]) == "IDAT" {
			for i := at + 10; i < at+8+n; i++ {
				file[i] ^= 0x5a
			}
			binary.BigEndian.PutUint32(file[at+8+n:], crc32.ChecksumIEEE(file[at+4:at+8+n]))
			return file
		}
		at += 12 + n
	}
	t.Fatal("no pixels in the PNG")
	return nil
}
