package linkpack

import (
	"crypto/hmac"
	"crypto/sha256"
)

// Sign returns a signature of a text: whoever shows the text with it got it from
// this store. Compare signatures with [hmac.Equal]. A signature for one purpose is
// none for another. A purpose is a few fixed words without a line break.
//
// It is the HMAC-SHA256 of purpose, a line break and text, under a key of the store.
func (s *Shortener) Sign(purpose, text string) []byte {
	mac := hmac.New(sha256.New, s.imageKey[:])
	mac.Write([]byte(purpose + "\n" + text))
	return mac.Sum(nil)
}
