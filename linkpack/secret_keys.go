package linkpack

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// The secret keys of a store. They never change: a new split key would assign
// visitors to other variants, and a new signing key would invalidate the signed
// URLs of images, tokens that are signed, and all that Seal returned.
const (
	settingSplitKey   = "split-key"
	settingSigningKey = "signing-key"
)

// secretKey is a secret key of the store.
type secretKey [32]byte

// keySetting is the body of a key's document. Sealed takes the place of Key if the
// Shortener that wrote it had a SealKey.
type keySetting struct {
	Key    []byte `json:"key,omitempty"`
	Sealed []byte `json:"sealed,omitempty"`
}

// ensureKey returns a key of the store. It creates the key on first use, and seals it
// with Options.SealKey unless it is sealed with that already.
func (s *Shortener) ensureKey(ctx context.Context, name string) (secretKey, error) {
	key, err := s.openKey(ctx, name)
	if !errors.Is(err, ErrNotFound) {
		return key, err
	}
	var made secretKey
	if _, err := io.ReadFull(s.opts.Random, made[:]); err != nil {
		return made, fmt.Errorf("reading the random source: %w", err)
	}
	err = s.createDocument(ctx, Document{Kind: kindSetting, ID: name}, nil, s.sealing.close(name, made[:]))
	if err != nil && !errors.Is(err, ErrExists) {
		return made, err
	}
	return s.openKey(ctx, name)
}

// openKey reads a key, and seals it if it is not sealed with the newest key.
func (s *Shortener) openKey(ctx context.Context, name string) (key secretKey, err error) {
	_, err = updateBody(ctx, s, kindSetting, "", name, nil, func(setting *keySetting) ([]string, error) {
		opened, newest, err := s.sealing.open(name, *setting)
		if err != nil {
			return nil, err
		}
		if len(opened) != len(key) {
			return nil, fmt.Errorf("%s is damaged: it has %d bytes, not %d", name, len(opened), len(key))
		}
		key = secretKey(opened)
		if newest {
			return nil, errSame
		}
		*setting = s.sealing.close(name, opened)
		return nil, nil
	})
	return key, err
}
