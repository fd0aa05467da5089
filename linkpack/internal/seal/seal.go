// Package seal encrypts short secrets with AES-256-GCM.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
)

// KeySize is the size of a [Key] in bytes.
const KeySize = 32

// Key encrypts and decrypts secrets. Nonces are random, so that a key is good for
// billions of secrets.
type Key [KeySize]byte

// Seal encrypts a secret. name says what the secret is; it is not part of the result,
// which opens under the same name only.
func (k Key) Seal(name string, secret []byte) []byte {
	return k.cipher().Seal(nil, nil, secret, []byte(name))
}

// Open decrypts what Seal returned. It reports false if another key or name sealed it, or
// if it was changed.
func (k Key) Open(name string, sealed []byte) (secret []byte, ok bool) {
	secret, err := k.cipher().Open([]byte{}, nil, sealed, []byte(name))
	return secret, err == nil
}

func (k Key) cipher() cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err) // the size of a key is valid
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size of GCM
	}
	return aead
}
