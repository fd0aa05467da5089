package analytics

import (
	"encoding/binary"
	"fmt"
	"math"
)

// noLink is the number no link has: in the log it marks a block's gaps and new
// plans, in the rollups a day's lost clicks. It sorts after every link.
const noLink = math.MaxUint32

// Numbers in keys are big-endian, so that rows are ordered as the numbers are.
var order = binary.BigEndian

// logKey is the key of a chunk: its block, the last link in it, and a number
// that orders the chunks of a block that end with the same link. Because a
// chunk is filed under its last link, the first row at or after (block, link)
// is the first that can hold the link.
func logKey(block uint64, lastLink, sequence uint32) []byte {
	key := order.AppendUint64(make([]byte, 0, 16), block)
	key = order.AppendUint32(key, lastLink)
	return order.AppendUint32(key, sequence)
}

// checkKey refuses a key of a length that no row of its table has.
func checkKey(key []byte, length int) error {
	if len(key) != length {
		return fmt.Errorf("%w: a key of %d bytes", ErrDamaged, len(key))
	}
	return nil
}

// splitLogKey returns the block and the last link of a chunk.
func splitLogKey(key []byte) (block uint64, lastLink uint32, err error) {
	if err := checkKey(key, 16); err != nil {
		return 0, 0, err
	}
	return order.Uint64(key), order.Uint32(key[8:]), nil
}

// isGapRow reports whether the key of a row without link is that of a block's
// gaps; the others hold its new plans.
func isGapRow(key []byte) bool { return order.Uint32(key[12:]) == 0 }

// pairKey is the key of words (generation, id), plans (link, revision) and
// rollups (day, link).
func pairKey(a, b uint32) []byte {
	return order.AppendUint32(order.AppendUint32(make([]byte, 0, 8), a), b)
}

// headsKey is the key of a run of links.
func headsKey(run uint32) []byte {
	return order.AppendUint32(make([]byte, 0, 4), run)
}

// Keys of [TableMeta].
const (
	// metaPosition holds where the log ends.
	metaPosition = "position"
	// metaMarks holds, for each slice, the block up to which it is folded.
	metaMarks = "marks"
	// metaRemoved holds what is gone from the front of the log.
	metaRemoved = "removed"
	// metaEpochs holds the newest leases that wrote blocks.
	metaEpochs = "epochs"
	// metaErasure and a link's number hold the block up to which the link's
	// clicks are being erased.
	metaErasure = "erase "
	// metaClosed holds which days and months are closed.
	metaClosed = "closed"
	// metaOpen and the key of a sum say that it is to be made.
	metaOpen = "open "
)

// sharedVisitorKey is the key, in [TableShared], of the key that visitors are
// hashed with.
const sharedVisitorKey = "visitor key"

// rowName says which row a key is, as a person would.
func rowName(table Table, key []byte) string {
	switch {
	case table == TableLog && len(key) == 16:
		return fmt.Sprintf("log block %d, link %d, chunk %d", order.Uint64(key), order.Uint32(key[8:]), order.Uint32(key[12:]))
	case table == TableWords && len(key) == 8:
		return fmt.Sprintf("word %d of %s", order.Uint32(key[4:]), dayName(order.Uint32(key)))
	case table == TablePlans && len(key) == 8:
		return fmt.Sprintf("plan of link %d, revision %d", order.Uint32(key), order.Uint32(key[4:]))
	case table == TableRollups && len(key) == 8:
		return fmt.Sprintf("rollup of %s, link %d", dayName(order.Uint32(key)), order.Uint32(key[4:]))
	case table == TableHeads && len(key) == 4:
		return fmt.Sprintf("heads of links %d to %d", order.Uint32(key)<<8, order.Uint32(key)<<8|0xff)
	case table == TableSums && len(key) == sumKeySize:
		return sumKey{sumKind(key[0]), order.Uint32(key[5:]), order.Uint32(key[1:])}.String()
	case table == TableMeta:
		return fmt.Sprintf("meta value %q", key)
	case table == TableShared:
		return fmt.Sprintf("shared value %q", key)
	}
	return fmt.Sprintf("row %x of table %q", key, table)
}
