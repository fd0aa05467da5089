package linkpack

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack/internal/seal"
)

// Sign returns the HMAC-SHA256 of purpose, a line break and text with a secret key
// of the store. A text with a valid signature was signed with this store. A
// signature is valid for one purpose only. purpose is a constant of the caller, such
// as "qr image", without line breaks. Compare signatures with [hmac.Equal].
func (s *Shortener) Sign(purpose, text string) []byte {
	mac := hmac.New(sha256.New, s.signingKey[:])
	mac.Write([]byte(purpose + "\n" + text))
	return mac.Sum(nil)
}

// Seal encrypts a secret that has to be stored, such as a key that webhooks are signed
// with, by AES-256-GCM and a secret key of the store. [Shortener.Unseal] opens it. The
// secret key never changes, so what is sealed stays readable when Options.SealKey
// changes, and with a SealKey nobody can read it in the store's file alone.
func (s *Shortener) Seal(secret []byte) []byte { return s.sealKey().Seal("", secret) }

// Unseal returns the secret that [Shortener.Seal] encrypted. It returns an error if sealed
// was changed, or made with another store.
func (s *Shortener) Unseal(sealed []byte) (secret []byte, err error) {
	secret, ok := s.sealKey().Open("", sealed)
	if !ok {
		return nil, errors.New("linkpack: a sealed secret was changed, or belongs to another store")
	}
	return secret, nil
}

// sealKey returns the key of Seal.
func (s *Shortener) sealKey() seal.Key { return seal.Key(s.Sign("seal", "")) }
