package pan

import (
	"strings"
	"testing"
)

func BenchmarkMask(b *testing.B) {
	texts := map[string]string{
		"words":  strings.Repeat("I forgot the password of my wallet. ", 30),
		"card":   "my card is 4242 4242 4242 4242, valid until 12/27",
		"digits": strings.Repeat("42 ", 1300), // the worst of 4,000 characters
	}
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Mask(text)
			}
		})
	}
}
