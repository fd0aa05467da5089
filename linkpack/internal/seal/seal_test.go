package seal_test

import (
	"bytes"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack/internal/seal"
)

func TestWhatIsSealedOpensAgain(t *testing.T) {
	key := seal.Key{1}
	for _, secret := range [][]byte{{}, []byte("s"), bytes.Repeat([]byte("secret"), 1000)} {
		sealed := key.Seal("a", secret)
		if len(secret) > 1 && bytes.Contains(sealed, secret) {
			t.Errorf("%d bytes can be read", len(secret))
		}
		if opened, ok := key.Open("a", sealed); !ok || !bytes.Equal(opened, secret) {
			t.Errorf("%d bytes: %q, %t", len(secret), opened, ok)
		}
		if bytes.Equal(sealed, key.Seal("a", secret)) {
			t.Errorf("%d bytes: sealed twice alike, which tells that they are the same", len(secret))
		}
	}
}

func TestNothingElseOpens(t *testing.T) {
	key := seal.Key{1}
	sealed := key.Seal("a", []byte("secret"))
	if _, ok := (seal.Key{2}).Open("a", sealed); ok {
		t.Error("another key opens it")
	}
	if _, ok := key.Open("b", sealed); ok {
		t.Error("it opens under another name")
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if _, ok := key.Open("a", changed); ok {
			t.Errorf("it opens with byte %d changed", i)
		}
		if _, ok := key.Open("a", sealed[:i]); ok {
			t.Errorf("its first %d bytes open", i)
		}
	}
}
