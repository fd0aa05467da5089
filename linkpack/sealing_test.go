package linkpack_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store"
	"github.com/linkpack/linkpack-go/store/memory"
)

// sealKey returns a key of 32 equal bytes.
func sealKey(b byte) []byte { return bytes.Repeat([]byte{b}, 32) }

// signed opens a store with keys and returns a signature.
func signed(t *testing.T, store linkpack.Store, key []byte, old ...[]byte) (signature []byte, err error) {
	t.Helper()
	s, err := linkpack.New(store, &linkpack.Options{SealKey: key, OldSealKeys: old})
	if err != nil {
		return nil, err
	}
	defer s.Close(context.Background())
	return s.Sign("test", ""), nil
}

// storedKeys returns the documents of a store that have its secret keys.
func storedKeys(t *testing.T, store linkpack.Store) string {
	t.Helper()
	var all strings.Builder
	documents, err := store.ListDocuments(t.Context(), "setting", "", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if strings.HasSuffix(d.ID, "-key") {
			all.Write(d.Body)
		}
	}
	return all.String()
}

// sealedStores are the stores that are sealed in these tests.
func sealedStores(t *testing.T) map[string]linkpack.Store {
	file, err := store.Open(filepath.Join(t.TempDir(), "links.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return map[string]linkpack.Store{"memory": memory.New(), "bolt": file}
}

func TestSealKeysCanBeTurnedOnAndChanged(t *testing.T) {
	for name, store := range sealedStores(t) {
		first, err := signed(t, store, nil)
		if err != nil || !strings.Contains(storedKeys(t, store), `"key"`) {
			t.Fatalf("%s: without a key: %v, %s", name, err, storedKeys(t, store))
		}
		for _, step := range []struct {
			name string
			key  []byte
			old  [][]byte
		}{
			{"turned on", sealKey(1), nil},
			{"the same", sealKey(1), nil},
			{"changed", sealKey(2), [][]byte{sealKey(9), sealKey(1)}},
			{"the old one gone", sealKey(2), nil},
		} {
			before := storedKeys(t, store)
			signature, err := signed(t, store, step.key, step.old...)
			if err != nil || !bytes.Equal(signature, first) {
				t.Errorf("%s: %s: %v, another signature: %t", name, step.name, err, !bytes.Equal(signature, first))
			}
			stored := storedKeys(t, store)
			if strings.Contains(stored, `"key"`) || !strings.Contains(stored, `"sealed"`) {
				t.Errorf("%s: %s: stored in the clear: %s", name, step.name, stored)
			}
			if same := step.name == "the same" || step.name == "the old one gone"; same != (stored == before) {
				t.Errorf("%s: %s: sealed again: %t", name, step.name, !same)
			}
		}
	}
}

func TestANewStoreIsSealedFromTheStart(t *testing.T) {
	store := memory.New()
	if _, err := signed(t, store, sealKey(1)); err != nil {
		t.Fatal(err)
	}
	if stored := storedKeys(t, store); strings.Contains(stored, `"key"`) || strings.Count(stored, `"sealed"`) < 2 {
		t.Errorf("stored: %s", stored)
	}
}

func TestASealedStoreNeedsItsKey(t *testing.T) {
	store := memory.New()
	if _, err := signed(t, store, sealKey(1)); err != nil {
		t.Fatal(err)
	}
	before := storedKeys(t, store)
	for name, c := range map[string]struct {
		key    []byte
		old    [][]byte
		field  string
		reason string
	}{
		"no key":                {nil, nil, "seal_key", "is required: the split-key of the store is sealed"},
		"an empty key":          {[]byte{}, nil, "seal_key", "must have 32 bytes, not 0"},
		"another key":           {sealKey(2), nil, "seal_key", "does not open the split-key of the store, and no key of old_seal_keys does"},
		"other keys":            {sealKey(2), [][]byte{sealKey(3)}, "seal_key", "does not open the split-key of the store, and no key of old_seal_keys does"},
		"the key as an old one": {nil, [][]byte{sealKey(1)}, "seal_key", "is required if there are old_seal_keys"},
		"a short key":           {sealKey(1)[:31], nil, "seal_key", "must have 32 bytes, not 31"},
		"a long old key":        {sealKey(1), [][]byte{sealKey(1), append(sealKey(1), 1)}, "old_seal_keys[1]", "must have 32 bytes, not 33"},
	} {
		_, err := signed(t, store, c.key, c.old...)
		fault, ok := errors.AsType[*linkpack.FieldError](err)
		if !ok || fault.Field != c.field || fault.Reason != c.reason {
			t.Errorf("%s: %v", name, err)
		}
	}
	if storedKeys(t, store) != before {
		t.Error("a key that was refused changed the store")
	}
}

func TestSealedKeysOfTwoSettingsCannotBeSwapped(t *testing.T) {
	store := memory.New()
	if _, err := signed(t, store, sealKey(1)); err != nil {
		t.Fatal(err)
	}
	split, err := store.Document(t.Context(), "setting", "", "split-key")
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.UpdateDocument(t.Context(), "setting", "", "signing-key", nil, func(d *linkpack.Document) error {
		d.Body = split.Body
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := signed(t, store, sealKey(1)); err == nil || !strings.Contains(err.Error(), "signing-key") {
		t.Errorf("the split key was taken for the signing key: %v", err)
	}
}

func TestASealedSecretOutlivesTheSealKey(t *testing.T) {
	store := memory.New()
	var sealed []byte
	secret := []byte("whsec_1234567890")
	for _, opts := range []linkpack.Options{{}, {SealKey: sealKey(1)}, {SealKey: sealKey(2), OldSealKeys: [][]byte{sealKey(1)}}} {
		s, err := linkpack.New(store, &opts)
		if err != nil {
			t.Fatal(err)
		}
		if sealed == nil {
			sealed = s.Seal(secret)
		}
		if opened, err := s.Unseal(sealed); err != nil || !bytes.Equal(opened, secret) {
			t.Errorf("%q, %v", opened, err)
		}
		_ = s.Close(t.Context())
	}
	if bytes.Contains(sealed, secret) {
		t.Error("the secret can be read")
	}
}

func TestAForeignSecretIsNotUnsealed(t *testing.T) {
	one, other := linkpacktest.New(t), linkpacktest.New(t)
	sealed := one.Seal([]byte("secret"))
	if _, err := other.Unseal(sealed); err == nil {
		t.Error("another store opens it")
	}
	sealed[len(sealed)-1] ^= 1
	for name, bad := range map[string][]byte{"changed": sealed, "short": sealed[:5], "nothing": nil, "plain": []byte("whsec_1234567890")} {
		if _, err := one.Unseal(bad); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}
