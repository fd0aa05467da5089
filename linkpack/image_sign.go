package linkpack

import (
	"crypto/hmac"
	"crypto/sha256"
)

// Sign returns the HMAC-SHA256 of a text with the store's key for images. A
// text with a valid signature was signed with this store. Compare signatures
// with [hmac.Equal].
func (s *Shortener) Sign(text string) []byte {
	mac := hmac.New(sha256.New, s.imageKey[:])
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
