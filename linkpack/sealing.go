package linkpack

import (
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/seal"
)

// sealing are the keys that seal the secret keys of a store, the newest first. There are
// none if the secret keys are not sealed.
type sealing []seal.Key

// configureSealing checks SealKey and OldSealKeys.
func (s *Shortener) configureSealing() error {
	if s.opts.SealKey == nil {
		if len(s.opts.OldSealKeys) > 0 {
			return invalid("seal_key", "is required if there are old_seal_keys")
		}
		return nil
	}
	for i, key := range append([][]byte{s.opts.SealKey}, s.opts.OldSealKeys...) {
		if len(key) != seal.KeySize {
			field := "seal_key"
			if i > 0 {
				field = fmt.Sprintf("old_seal_keys[%d]", i-1)
			}
			return invalid(field, "must have %d bytes, not %d", seal.KeySize, len(key))
		}
		s.sealing = append(s.sealing, seal.Key(key))
	}
	return nil
}

// close returns a secret key as it is stored.
func (keys sealing) close(name string, key []byte) keySetting {
	if len(keys) == 0 {
		return keySetting{Key: key}
	}
	return keySetting{Sealed: keys[0].Seal(name, key)}
}

// open returns a secret key that was stored, and whether it is stored as close stores it.
func (keys sealing) open(name string, setting keySetting) (key []byte, newest bool, err error) {
	if setting.Sealed == nil {
		return setting.Key, len(keys) == 0, nil
	}
	if len(keys) == 0 {
		return nil, false, invalid("seal_key", "is required: the %s of the store is sealed", name)
	}
	for i, k := range keys {
		if key, ok := k.Open(name, setting.Sealed); ok {
			return key, i == 0, nil
		}
	}
	return nil, false, invalid("seal_key", "does not open the %s of the store, and no key of old_seal_keys does", name)
}
