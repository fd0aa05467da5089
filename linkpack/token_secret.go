package linkpack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/linkpack/internal/random"
)

const (
	tokenPrefix     = "lp_"
	tokenAlphabet   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	tokenCharacters = 43 // 256 bits in base 62
	minSecretLength = 16
	maxSecretLength = 512
	maxPreferences  = 100
)

// tokenBody is a token as stored.
type tokenBody struct {
	Name        string         `json:"name"`
	Scope       Scope          `json:"scope,omitzero"`
	ExpiresAt   time.Time      `json:"expires_at,omitzero"`
	Preferences string         `json:"preferences,omitempty"`
	CreatedAt   time.Time      `json:"created_at"`
	CreatedBy   string         `json:"created_by,omitempty"`
	RotatedAt   time.Time      `json:"rotated_at,omitzero"`
	Secrets     []hashedSecret `json:"secrets"`
	Use         tokenUse       `json:"use,omitzero"`
}

// hashedSecret is the SHA-256 hash of a secret and when it stops working. Zero
// means never.
type hashedSecret struct {
	Hash   string    `json:"hash"`
	DiesAt time.Time `json:"dies_at,omitzero"`
}

func checkSecret(secret string) error {
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
	if strings.TrimSpace(secret) != secret {
		return invalid("secret", "must not begin or end with a space, since HTTP headers drop it")
	}
	n := utf8.RuneCountInString(secret)
	if n < minSecretLength || len(secret) > maxSecretLength || strings.ContainsFunc(secret, unprintable) {
		return invalid("secret", "must have %d to %d printable characters", minSecretLength, maxSecretLength)
	}
	return nil
}

func (s *Shortener) newSecret() (string, error) {
	text, err := random.Text(s.opts.Random, tokenAlphabet, tokenCharacters)
	return tokenPrefix + text, err
}

func (b *tokenBody) keys() []string {
	keys := make([]string, len(b.Secrets))
	for i, secret := range b.Secrets {
		keys[i] = secret.Hash
	}
	return keys
}

func (b *tokenBody) token(id, workspace string) *Token {
	return &Token{
		ID: id, Workspace: workspace, Name: b.Name, Scope: b.Scope, ExpiresAt: b.ExpiresAt, Preferences: b.Preferences,
		CreatedAt: b.CreatedAt, CreatedBy: b.CreatedBy, RotatedAt: b.RotatedAt,
		LastUsedAt: b.Use.LastUsedAt, Requests: b.Use.Requests,
	}
}

func (s *Shortener) findSecret(ctx context.Context, secret string) (*Document, error) {
	return s.store.DocumentByKey(ctx, KindToken, hashSecret(secret))
}

func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
