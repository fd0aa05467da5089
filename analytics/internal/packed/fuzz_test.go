package packed

import (
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// FuzzPack reads damaged packs with a checksum that matches.
func FuzzPack(f *testing.F) {
	rows := []packedRow{{wire.PackedKey{High: 5}, wire.Seal(append(wire.NewValue(nil), "a"...))}, {wire.PackedKey{High: 9}, wire.Seal(append(wire.NewValue(nil), "value"...))}}
	f.Add(newPacker(wire.PackedWords, packSize).encode(rows).Value[wire.SealSize:])
	f.Fuzz(func(t *testing.T, payload []byte) {
		row := analytics.Row{Key: wire.PackKey(wire.PackedWords, wire.PackedKey{High: 9}, wire.PackedKey{High: 5}), Value: wire.Seal(append(wire.NewValue(nil), payload...))}
		p, err := parse(row)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range p.rows() {
			if _, err := wire.Unseal(row.value); err != nil {
				t.Fatal(err)
			}
		}
		if p.bad == nil && (p.keys[0].High != 5 || p.keys[len(p.keys)-1].High != 9 || p.get(p.first) == nil) {
			t.Errorf("a pack of rows %v", p.keys)
		}
		if p.bad != nil && p.get(wire.PackedKey{High: 7}) == nil {
			t.Error("a damaged pack lacks a row")
		}
	})
}

// FuzzPackOfTheLog is FuzzPack for the log, whose keys have three numbers.
func FuzzPackOfTheLog(f *testing.F) {
	first, last := wire.PackedKey{High: 5, Low: 3 << 32}, wire.PackedKey{High: 9, Low: 1<<32 + 1}
	rows := []packedRow{{first, wire.Seal(append(wire.NewValue(nil), "a"...))}, {last, wire.Seal(append(wire.NewValue(nil), "value"...))}}
	f.Add(newPacker(wire.PackedLog, packSize).encode(rows).Value[wire.SealSize:])
	f.Fuzz(func(t *testing.T, payload []byte) {
		row := analytics.Row{Key: wire.PackKey(wire.PackedLog, last, first), Value: wire.Seal(append(wire.NewValue(nil), payload...))}
		p, err := parse(row)
		if err != nil {
			t.Fatal(err)
		}
		left := p.rows()
		if p.bad == nil && (left[0].key != first || left[len(left)-1].key != last || p.get(first) == nil) {
			t.Errorf("a pack of rows %v", left)
		}
		if p.bad != nil && p.get(wire.PackedKey{High: 7}) == nil {
			t.Error("a damaged pack lacks a row")
		}
	})
}
