// Package random makes strings and identifiers from a source of random bytes.
package random

import (
	"fmt"
	"io"
)

// Text returns n characters of the alphabet, each with the same probability. It
// discards bytes beyond the largest multiple of the alphabet's length.
func Text(random io.Reader, alphabet string, n int) (string, error) {
	limit := byte(256 - 256%len(alphabet))
	text := make([]byte, 0, n)
	buffer := make([]byte, n+n/2)
	for len(text) < n {
		if _, err := io.ReadFull(random, buffer); err != nil {
			return "", fmt.Errorf("reading the random source: %w", err)
		}
		for _, b := range buffer {
			if (limit == 0 || b < limit) && len(text) < n {
				text = append(text, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(text), nil
}
