package wire_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// pairKey returns the key of a row that has a pair.
func pairKey(a, b uint32) wire.PackedKey { return wire.PackedKey{High: wire.PairOf(a, b)} }

func TestPacksAreNamedByTheirRows(t *testing.T) {
	for want, key := range map[string][]byte{
		"pack from rollup of 2026-03-28, link 1 to rollup of 2026-03-28, link 9": wire.PackKey(wire.PackedRollups, pairKey(20540, 9), pairKey(20540, 1)),
		"pack from word 1 of 2026-03-28 to word 300 of 2026-03-28":               wire.PackKey(wire.PackedWords, pairKey(20540, 300), pairKey(20540, 1)),
		"pack 0400000000000000090000000000000001 of no table":                    wire.PackKey(4, pairKey(0, 9), pairKey(0, 1)),
		"pack from log block 3, link 1, chunk 0 to log block 4, link 2, chunk 1": wire.PackKey(wire.PackedLog, wire.PackedKey{High: 4, Low: 2<<32 + 1}, wire.PackedKey{High: 3, Low: 1 << 32}),
		`row 0102 of table "packs"`:                                              {1, 2},
	} {
		if got := wire.RowName(analytics.TablePacks, key); got != want {
			t.Errorf("%x is %q, want %q", key, got, want)
		}
	}
}

func TestKeysOfPacks(t *testing.T) {
	first, last, err := wire.SplitPackKey(wire.PackKey(wire.PackedWords, pairKey(0, 7), pairKey(0, 5)))
	if err != nil || first.High != 5 || last.High != 7 {
		t.Errorf("a pack from %v to %v: %v", first, last, err)
	}
	for _, key := range [][]byte{nil, {1}, append(wire.PackKey(wire.PackedWords, pairKey(0, 7), pairKey(0, 5)), 0)} {
		if _, _, err := wire.SplitPackKey(key); !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("%x: %v", key, err)
		}
	}
}

func TestKeysOfUnpackedDays(t *testing.T) {
	table, day, err := wire.UnpackedOf(wire.UnpackedKey(wire.PackedWords, 20540))
	if err != nil || table != wire.PackedWords || day != 20540 {
		t.Errorf("day %d of table %d: %v", day, table, err)
	}
	for _, key := range []string{"", wire.MetaUnpacked, wire.MetaUnpacked + "\x04\x00\x00\x00\x00", wire.MetaUnpacked + "\x01\x00\x00\x00\x00\x00"} {
		if _, _, err := wire.UnpackedOf([]byte(key)); !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("%q: %v", key, err)
		}
	}
}
