package captcha

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"testing"
	"testing/iotest"
)

func TestCaptcha_Speech(t *testing.T) {
	t.Parallel()
	c, letters := newDesk(t).create(t)
	if c.letters != letters {
		t.Fatal("the picture's letters are not those to be said")
	}
	first, err := c.Speech(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.Speech(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(first, []byte("RIFF")) || string(first[8:16]) != "WAVEfmt " ||
		int(binary.LittleEndian.Uint32(first[4:])) != len(first)-8 ||
		int(binary.LittleEndian.Uint32(first[40:])) != len(first)-wavHeader {
		t.Errorf("no WAV file: %x", first[:wavHeader])
	}
	if seconds := (len(first) - wavHeader) / sampleRate; seconds < 10 || seconds > 40 {
		t.Errorf("%d seconds", seconds)
	}
	// Neither a word nor a pause is the same bytes twice, or a list of sums would
	// read the letters.
	for _, clip := range []byte(letters) {
		said, err := words()
		if err != nil {
			t.Fatal(err)
		}
		plain := wav(said[clip])[wavHeader:]
		if bytes.Contains(first, plain[len(plain)/2:len(plain)/2+64]) {
			t.Errorf("%c is said as its file has it", clip)
		}
	}
	if bytes.Contains(second, first[wavHeader:wavHeader+256]) {
		t.Error("two recordings begin alike")
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	said, err := words()
	if err != nil {
		t.Fatal(err)
	}
	for _, letter := range []byte(alphabet) {
		var power float64
		for _, s := range said[letter] {
			power += s * s
		}
		if n := len(said[letter]); n < sampleRate/4 || n > 2*sampleRate || power/float64(n) < 0.005 {
			t.Errorf("%c: %d samples of power %.4f can't be heard", letter, n, power/float64(n))
		}
	}
}

func TestCaptcha_Speech_fails(t *testing.T) {
	t.Parallel()
	if _, err := (Captcha{letters: "ABCDEF"}).Speech(iotest.ErrReader(bytes.ErrTooLarge)); err == nil {
		t.Error("spoken without randomness")
	}
}
