package linkpack

import (
	"crypto/hmac"
	"crypto/sha256"
)

// Sign returns the HMAC-SHA256 of purpose, a line break and text with a secret key
// of the store. A text with a valid signature was signed with this store. A
// signature is valid for one purpose only. purpose is a constant of the caller, such
// as "qr image", without line breaks. Compare signatures with [hmac.Equal].
func (s *Shortener) Sign(purpose, text string) []byte {
	mac := hmac.New(sha256.New, s.imageKey[:])
	mac.Write([]byte(purpose + "\n" + text))
	return mac.Sum(nil)
}
