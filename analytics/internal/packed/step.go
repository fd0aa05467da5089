package packed

import (
	"encoding/binary"
	"math"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// appendStep appends a key, which follows another: the distance of their high parts, and
// of a row of the log its last link and its sequence.
func appendStep(b []byte, table wire.PackedTable, before, key wire.PackedKey) []byte {
	b = binary.AppendUvarint(b, key.High-before.High)
	if table == wire.PackedLog {
		b = binary.AppendUvarint(b, key.Low>>32)
		b = binary.AppendUvarint(b, key.Low&math.MaxUint32)
	}
	return b
}

// readStep reads a key, which follows another.
func readStep(r *wire.Reader, table wire.PackedTable, before wire.PackedKey) wire.PackedKey {
	distance := r.Uvarint()
	if distance > math.MaxUint64-before.High {
		r.Fail()
	}
	key := wire.PackedKey{High: before.High + distance}
	if table == wire.PackedLog {
		key.Low = wire.PairOf(r.Uint32(), r.Uint32())
	}
	return key
}
