package keys_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

func TestKeysByDestinationAreInTheOrderOfATarget(t *testing.T) {
	at := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	l := func(number uint32, expires time.Time) []byte {
		return keys.Destination(&linkpack.Link{Number: number, Destination: "x:", ExpiresAt: expires})
	}
	sorted := [][]byte{
		l(2, time.Time{}), l(9, time.Time{}), l(1, at.AddDate(7000, 0, 0)), l(3, at.Add(time.Millisecond)), l(4, at),
		l(5, at.Add(-time.Millisecond)), l(6, time.Unix(0, 0)), l(7, time.Date(1, 1, 1, 0, 0, 0, 1e6, time.UTC)),
	}
	if !slices.IsSortedFunc(sorted, bytes.Compare) {
		t.Errorf("%x is out of order", sorted)
	}
	for from, to := range keys.Destinations(linkpack.Target{Destination: "x:", WithoutExternalID: true, At: at}) {
		for i, key := range sorted {
			inRange := bytes.Compare(key, from) >= 0 && bytes.Compare(key, to) < 0
			if inRange != (i <= 4) {
				t.Errorf("link %d of the order: in range %v", i, inRange)
			}
		}
	}
}

func TestALinkThatNoTargetSelectsHasNoKey(t *testing.T) {
	for name, l := range map[string]linkpack.Link{
		"archived": {Archived: true}, "disabled": {Disabled: true}, "with a password": {PasswordHash: "x"}, "with a limit": {MaxClicks: 1},
	} {
		if key := keys.Destination(&l); key != nil {
			t.Errorf("a link %s has key %x", name, key)
		}
	}
}

func TestOnlyAKeyByDestinationHasANumber(t *testing.T) {
	key := keys.Destination(&linkpack.Link{Number: 0x01020304})
	if got := keys.NumberOf(key); !bytes.Equal(got, []byte{1, 2, 3, 4}) {
		t.Errorf("the number is %x", got)
	}
	for _, other := range [][]byte{nil, key[1:], append(key, 0)} {
		if got := keys.NumberOf(other); got != nil {
			t.Errorf("%x has the number %x", other, got)
		}
	}
}
