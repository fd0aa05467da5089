package linkpack

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/linkpack/linkpack-go/routing"
)

const settingSplitKey = "split-key"

// splitKeySetting is the document that keeps the split key.
type splitKeySetting struct {
	Key []byte `json:"key"`
}

// ensureSplitKey returns the store's split key and makes it on first use. It
// is never changed: that would give every visitor new variants.
func (s *Shortener) ensureSplitKey(ctx context.Context) (routing.SplitKey, error) {
	key, err := s.readSplitKey(ctx)
	if !errors.Is(err, ErrNotFound) {
		return key, err
	}
	var made routing.SplitKey
	if _, err := io.ReadFull(s.opts.Random, made[:]); err != nil {
		return made, fmt.Errorf("reading the random source: %w", err)
	}
	err = s.createDocument(ctx, Document{Kind: kindSetting, ID: settingSplitKey}, splitKeySetting{made[:]})
	if err != nil && !errors.Is(err, ErrExists) {
		return made, err
	}
	return s.readSplitKey(ctx)
}

func (s *Shortener) readSplitKey(ctx context.Context) (key routing.SplitKey, err error) {
	d, err := s.store.Document(ctx, kindSetting, "", settingSplitKey)
	if err != nil {
		return key, err
	}
	var setting splitKeySetting
	if err := decodeBody(d, &setting); err != nil {
		return key, err
	}
	if len(setting.Key) != len(key) {
		return key, fmt.Errorf("split key is damaged: it has %d bytes, not %d", len(setting.Key), len(key))
	}
	return routing.SplitKey(setting.Key), nil
}
