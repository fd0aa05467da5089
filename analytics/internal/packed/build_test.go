package packed

import (
	"bytes"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// constantRows returns rows whose values are long and the same, so that many of them fit
// into a pack compressed.
func constantRows(number int, first uint64) (rows []packedRow) {
	for i := range uint64(number) {
		value := wire.Seal(append(wire.NewValue(nil), bytes.Repeat([]byte("a"), maxRow-wire.SealSize)...))
		rows = append(rows, packedRow{wire.PackedKey{High: first + 2*i}, value})
	}
	return rows
}

// TestPacksOfLongRowsCanBeRead packs rows together with some that are packed already.
func TestPacksOfLongRowsCanBeRead(t *testing.T) {
	for _, number := range []int{1, 8, 15, 16, 17, 40, 100} {
		rows := merged(constantRows(number, 2), constantRows(number, 3))
		var left []packedRow
		for _, row := range newPacker(wire.PackedRollups, packSize).repack(rows) {
			p, err := parse(row)
			if err != nil || p.bad != nil {
				t.Fatalf("of %d rows, a pack cannot be read: %v", len(rows), err)
			}
			left = append(left, p.rows()...)
		}
		if !slices.EqualFunc(left, rows, func(a, b packedRow) bool { return a.key == b.key && bytes.Equal(a.value, b.value) }) {
			t.Errorf("of %d rows, %d can be read", len(rows), len(left))
		}
	}
}
