package captcha

import (
	"bytes"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
)

// The spoken form says each letter as the word of the international spelling
// alphabet (Alfa, Bravo, Charlie), which is told apart over a bad line where B, D
// and P are not. The words are files of this package; scripts/captcha-words made
// them.
//
//go:embed spoken/*.wav
var spokenFiles embed.FS

const (
	// sampleRate of all words and of what is made of them; one byte a sample,
	// unsigned, 128 is silence.
	sampleRate = 11025
	wavHeader  = 44 // bytes before the samples
	// hum is how loud the voice beneath is, to the words' 1; hiss is the noise's.
	hum, hiss = 0.16, 0.035
)

// words are the samples of each letter, −1 to 1.
var words = sync.OnceValues(func() (map[byte][]float64, error) {
	all := map[byte][]float64{}
	for _, letter := range []byte(alphabet) {
		file, err := spokenFiles.ReadFile("spoken/" + string(letter) + ".wav")
		if err != nil {
			return nil, fmt.Errorf("read spoken letters: %w", err)
		}
		if len(file) <= wavHeader {
			return nil, fmt.Errorf("read spoken letters: %c is empty", letter)
		}
		for _, b := range file[wavHeader:] {
			all[letter] = append(all[letter], (float64(b)-128)/128)
		}
	}
	return all, nil
})

// Speech is the picture's letters as a WAV file of some 20 seconds, said twice,
// the second time slower, over a murmur and a hiss that differ from call to call.
// Only the Captcha that Create returned has it: the letters are kept nowhere.
func (c Captcha) Speech(random io.Reader) ([]byte, error) {
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return nil, fmt.Errorf("speak captcha: %w", err)
	}
	said, err := words()
	if err != nil {
		return nil, fmt.Errorf("speak captcha: %w", err)
	}
	r := rand.New(rand.NewChaCha8(seed)) //nolint:gosec // as in Create
	samples := rest(between(r, 0.4, 0.7))
	for _, pause := range []float64{0.55, 1.1} {
		for _, letter := range []byte(c.letters) {
			samples = append(samples, paced(said[letter], between(r, 0.93, 1.07))...)
			samples = append(samples, rest(pause+between(r, 0, 0.25))...)
		}
		samples = append(samples, rest(1)...)
	}
	murmur(r, said, samples)
	return wav(samples), nil
}

// rest is silence.
func rest(seconds float64) []float64 { return make([]float64, int(seconds*sampleRate)) }

// paced is a word at another speed and so another pitch.
func paced(word []float64, speed float64) []float64 {
	out := make([]float64, int(float64(len(word)-1)/speed))
	for i := range out {
		at := float64(i) * speed
		n := min(int(at), len(word)-2)
		part := at - float64(n)
		out[i] = word[n]*(1-part) + word[n+1]*part
	}
	return out
}

// murmur mixes other words, backwards and low, and a hiss into samples, so that
// neither the words nor the pauses between them are ever the same bytes.
func murmur(r *rand.Rand, said map[byte][]float64, samples []float64) {
	for at := 0; at < len(samples); {
		word := paced(said[alphabet[r.IntN(len(alphabet))]], between(r, 0.8, 1.25))
		for i := range word {
			if at+i < len(samples) {
				samples[at+i] += hum * word[len(word)-1-i]
			}
		}
		at += len(word) + r.IntN(sampleRate/4)
	}
	for i := range samples {
		samples[i] += hiss * between(r, -1, 1)
	}
}

// wav is a file of PCM, 8 bit, one channel.
func wav(samples []float64) []byte {
	var b bytes.Buffer
	header := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&b, binary.LittleEndian, v) // a buffer takes all fixed sizes
		}
	}
	size := uint32(len(samples))
	b.WriteString("RIFF")
	header(size + wavHeader - 8)
	b.WriteString("WAVEfmt ")
	header(uint32(16), uint16(1), uint16(1), uint32(sampleRate), uint32(sampleRate), uint16(1), uint16(8))
	b.WriteString("data")
	header(size)
	for _, s := range samples {
		b.WriteByte(byte(128 + 127*max(-1, min(1, s*0.85))))
	}
	return b.Bytes()
}
