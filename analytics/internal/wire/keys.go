package wire

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
)

// NoLink is the number no link has: in the log it marks a block's gaps and new
// plans, in the rollups a day's lost clicks. It sorts after every link.
const NoLink = math.MaxUint32

// Numbers in keys are big-endian, so that rows are ordered as the numbers are.
var Order = binary.BigEndian

// LogKey is the key of a chunk: its block, the last link in it, and a number
// that orders the chunks of a block that end with the same link. Because a
// chunk is filed under its last link, the first row at or after (block, link)
// is the first that can hold the link.
func LogKey(block uint64, lastLink, sequence uint32) []byte {
	key := Order.AppendUint64(make([]byte, 0, 16), block)
	key = Order.AppendUint32(key, lastLink)
	return Order.AppendUint32(key, sequence)
}

// CheckKey refuses a key of a length that no row of its table has.
func CheckKey(key []byte, length int) error {
	if len(key) != length {
		return fmt.Errorf("%w: a key of %d bytes", analytics.ErrDamaged, len(key))
	}
	return nil
}

// SplitLogKey returns the block and the last link of a chunk.
func SplitLogKey(key []byte) (block uint64, lastLink uint32, err error) {
	if err := CheckKey(key, 16); err != nil {
		return 0, 0, err
	}
	return Order.Uint64(key), Order.Uint32(key[8:]), nil
}

// IsGapRow reports whether the key of a row without link is that of a block's
// gaps; the others hold its new plans.
func IsGapRow(key []byte) bool { return Order.Uint32(key[12:]) == 0 }

// PairKey is the key of words (generation, id), plans (link, revision) and
// rollups (day, link).
func PairKey(a, b uint32) []byte {
	return Order.AppendUint32(Order.AppendUint32(make([]byte, 0, 8), a), b)
}

// HeadsKey is the key of a run of links.
func HeadsKey(run uint32) []byte {
	return Order.AppendUint32(make([]byte, 0, 4), run)
}

// Keys of [analytics.TableMeta].
const (
	// MetaPosition holds where the log ends.
	MetaPosition = "position"
	// MetaMarks holds, for each slice, the block up to which it is folded.
	MetaMarks = "marks"
	// MetaRemoved holds what is gone from the front of the log.
	MetaRemoved = "removed"
	// MetaEpochs holds the newest leases that wrote blocks.
	MetaEpochs = "epochs"
	// MetaErasure and a link's number hold the block up to which the link's
	// clicks are being erased.
	MetaErasure = "erase "
	// MetaClosed holds which days and months are closed.
	MetaClosed = "closed"
	// MetaOpen and the key of a sum say that it is to be made.
	MetaOpen = "open "
)

// SharedVisitorKey is the key, in [analytics.TableShared], of the key that visitors are
// hashed with.
const SharedVisitorKey = "visitor key"

// RowName says which row a key is, as a person would.
func RowName(table analytics.Table, key []byte) string {
	switch {
	case table == analytics.TableLog && len(key) == 16:
		return fmt.Sprintf("log block %d, link %d, chunk %d", Order.Uint64(key), Order.Uint32(key[8:]), Order.Uint32(key[12:]))
	case table == analytics.TableWords && len(key) == 8:
		return fmt.Sprintf("word %d of %s", Order.Uint32(key[4:]), dayName(Order.Uint32(key)))
	case table == analytics.TablePlans && len(key) == 8:
		return fmt.Sprintf("plan of link %d, revision %d", Order.Uint32(key), Order.Uint32(key[4:]))
	case table == analytics.TableRollups && len(key) == 8:
		return fmt.Sprintf("rollup of %s, link %d", dayName(Order.Uint32(key)), Order.Uint32(key[4:]))
	case table == analytics.TableHeads && len(key) == 4:
		return fmt.Sprintf("heads of links %d to %d", Order.Uint32(key)<<8, Order.Uint32(key)<<8|0xff)
	case table == analytics.TableSums && len(key) == sumKeySize:
		return SumKey{SumKind(key[0]), Order.Uint32(key[5:]), Order.Uint32(key[1:])}.String()
	case table == analytics.TableMeta:
		return fmt.Sprintf("meta value %q", key)
	case table == analytics.TableShared:
		return fmt.Sprintf("shared value %q", key)
	}
	return fmt.Sprintf("row %x of table %q", key, table)
}

// PairOf orders days and links as the keys of rollups are ordered.
func PairOf(day, link uint32) uint64 { return uint64(day)<<32 | uint64(link) }

// KeyOf returns the key of a pair.
func KeyOf(pair uint64) []byte { return PairKey(uint32(pair>>32), uint32(pair)) }
