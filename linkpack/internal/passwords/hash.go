// Package passwords keeps the passwords of links: it hashes them and checks what
// visitors try.
package passwords

import (
	"fmt"

	"golang.org/x/crypto/bcrypt"
)

// MaxBytes is the size of the longest password: bcrypt reads no more.
const MaxBytes = 72

// MaxCost is the highest cost of a hash that was made elsewhere.
const MaxCost = 14

const cost = 10 // of the hashes that are made here, about 50 ms

// Hash returns the hash of a password of at most MaxBytes.
func Hash(password string) (string, error) {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), cost)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return string(hash), nil
}

// IsHash reports whether a text is a hash of bcrypt, of a cost of at most MaxCost:
// a higher one would keep the processor busy for long.
func IsHash(hash string) bool {
	found, err := bcrypt.Cost([]byte(hash))
	return err == nil && len(hash) == 60 && found <= MaxCost
}
