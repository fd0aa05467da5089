package linkpack

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// The secret keys of a store. They never change: a new split key would assign
// visitors to other variants, and a new image key would invalidate the signed
// URLs of images.
const (
	settingSplitKey = "split-key"
	settingImageKey = "image-key"
)

// secretKey is a secret key of the store.
type secretKey [32]byte

// keySetting is the body of a key's document.
type keySetting struct {
	Key []byte `json:"key"`
}

// ensureKey returns a key of the store. It creates the key on first use.
func (s *Shortener) ensureKey(ctx context.Context, name string) (secretKey, error) {
	key, err := s.readKey(ctx, name)
	if !errors.Is(err, ErrNotFound) {
		return key, err
	}
	var made secretKey
	if _, err := io.ReadFull(s.opts.Random, made[:]); err != nil {
		return made, fmt.Errorf("reading the random source: %w", err)
	}
	err = s.createDocument(ctx, Document{Kind: kindSetting, ID: name}, nil, keySetting{made[:]})
	if err != nil && !errors.Is(err, ErrExists) {
		return made, err
	}
	return s.readKey(ctx, name)
}

func (s *Shortener) readKey(ctx context.Context, name string) (key secretKey, err error) {
	d, err := s.store.Document(ctx, kindSetting, "", name)
	if err != nil {
		return key, err
	}
	setting, err := decodeAs[keySetting](d)
	if err != nil {
		return key, err
	}
	if len(setting.Key) != len(key) {
		return key, fmt.Errorf("%s is damaged: it has %d bytes, not %d", name, len(setting.Key), len(key))
	}
	return secretKey(setting.Key), nil
}
