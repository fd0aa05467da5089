// Package passwords hashes the passwords of links and checks visitors'
// attempts.
package passwords

import (
	"fmt"

	"golang.org/x/crypto/bcrypt"
)

// MaxBytes is the maximum size of a password. bcrypt ignores the rest.
const MaxBytes = 72

// MaxCost is the maximum cost of a hash made elsewhere.
const MaxCost = 14

const cost = 10 // of the hashes made here, about 50 ms

// Hash returns the bcrypt hash of a password of at most MaxBytes.
func Hash(password string) (string, error) {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), cost)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return string(hash), nil
}

// IsHash reports whether hash is a bcrypt hash with a cost of at most MaxCost.
// A higher cost would keep the processor busy for too long.
func IsHash(hash string) bool {
	found, err := bcrypt.Cost([]byte(hash))
	return err == nil && len(hash) == 60 && found <= MaxCost
}
