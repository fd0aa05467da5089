package wire

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
)

// NoLink is a number that no link has. It sorts after every link. Under it, the
// log has a block's lost clicks and new plans.
const NoLink = math.MaxUint32

// NoDay is a number that no UTC day has. It sorts after every day. Under it, the rollups
// have the lost clicks of all days, so that those of a range are adjacent.
const NoDay = math.MaxUint32

// Order is the byte order of numbers in keys: big-endian, so that rows are ordered
// by number.
var Order = binary.BigEndian

// LogKey returns the key of a chunk: its block, its last link, and a sequence
// number among the chunks of the block that end with the same link. The first row
// at or after (block, link) is the first that can hold clicks of the link.
func LogKey(block uint64, lastLink, sequence uint32) []byte {
	key := Order.AppendUint64(make([]byte, 0, 16), block)
	key = Order.AppendUint32(key, lastLink)
	return Order.AppendUint32(key, sequence)
}

// CheckKey returns an error unless a key has the length of its table's keys.
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

// IsGapRow reports whether a row under [NoLink] holds a block's lost clicks. The
// others hold its new plans.
func IsGapRow(key []byte) bool { return Order.Uint32(key[12:]) == 0 }

// PairKey returns the key of a word (generation, id), a plan (link, revision) or a
// rollup (day, link), or of lost clicks ([NoDay], day).
func PairKey(a, b uint32) []byte {
	return Order.AppendUint32(Order.AppendUint32(make([]byte, 0, 8), a), b)
}

// HeadsKey returns the key of a run of links.
func HeadsKey(run uint32) []byte {
	return Order.AppendUint32(make([]byte, 0, 4), run)
}

// Keys of [analytics.TableMeta].
const (
	// MetaPosition holds the end of the log.
	MetaPosition = "position"
	// MetaMarks holds the block up to which each slice is folded.
	MetaMarks = "marks"
	// MetaRemoved holds the block up to which the log was removed.
	MetaRemoved = "removed"
	// MetaEpochs holds the last leases that wrote blocks.
	MetaEpochs = "epochs"
	// MetaRewrites counts how often recorded clicks were changed.
	MetaRewrites = "rewrites"
	// MetaErasure is the prefix of a link's number. The value is the block up to
	// which the link's clicks are being erased.
	MetaErasure = "erase "
	// MetaBlank is the prefix of a number. The value names visitors whose clicks are
	// being blanked.
	MetaBlank = "blank "
	// MetaRecount is the prefix of the key of a rollup that has to be counted again,
	// because clicks were blanked.
	MetaRecount = "recount "
	// MetaClosed holds which days and months are closed.
	MetaClosed = "closed"
	// MetaOpen begins the keys of rows that mark a sum as open, see [SumKey.OpenKey].
	MetaOpen = "open "
	// MetaPacked holds the day, and the block of the log, from which on no row is packed.
	MetaPacked = "packed"
	// MetaUnpacked begins the keys of rows that mark a part of a table as one with rows
	// to be packed, see [UnpackedKey].
	MetaUnpacked = "unpacked "
)

// RecountKey returns the key of a row that says that the rollup of a pair has to be
// counted again.
func RecountKey(pair uint64) []byte { return Order.AppendUint64([]byte(MetaRecount), pair) }

// SharedVisitorKey is the row of [analytics.TableShared] with the secret for
// hashing visitors.
const SharedVisitorKey = "visitor key"

// RowName describes a row for error messages.
func RowName(table analytics.Table, key []byte) string {
	switch {
	case table == analytics.TableLog && len(key) == 16:
		return fmt.Sprintf("log block %d, link %d, chunk %d", Order.Uint64(key), Order.Uint32(key[8:]), Order.Uint32(key[12:]))
	case table == analytics.TableWords && len(key) == 8:
		return fmt.Sprintf("word %d of %s", Order.Uint32(key[4:]), dayName(Order.Uint32(key)))
	case table == analytics.TablePlans && len(key) == 8:
		return fmt.Sprintf("plan of link %d, revision %d", Order.Uint32(key), Order.Uint32(key[4:]))
	case table == analytics.TableRollups && len(key) == 8:
		return rollupRowName(Order.Uint32(key), Order.Uint32(key[4:]))
	case table == analytics.TableHeads && len(key) == 4:
		return fmt.Sprintf("heads of links %d to %d", Order.Uint32(key)<<8, Order.Uint32(key)<<8|0xff)
	case table == analytics.TableSums && len(key) == sumKeySize:
		return SumKey{SumKind(key[0]), Order.Uint32(key[5:]), Order.Uint32(key[1:])}.String()
	case table == analytics.TableMeta:
		return fmt.Sprintf("meta value %q", key)
	case table == analytics.TableShared:
		return fmt.Sprintf("shared value %q", key)
	}
	return otherRowName(table, key)
}

// rollupRowName describes a rollup, or the lost clicks of a day.
func rollupRowName(day, number uint32) string {
	if day == NoDay {
		return fmt.Sprintf("lost clicks of %s", dayName(number))
	}
	return fmt.Sprintf("rollup of %s, link %d", dayName(day), number)
}

// otherRowName describes a pack, a row of an index, or any other.
func otherRowName(table analytics.Table, key []byte) string {
	if table == analytics.TablePacks {
		if _, _, err := SplitPackKey(key); err == nil {
			return packName(key)
		}
	}
	if table == analytics.TableIDs || table == analytics.TablePersons {
		if block, err := IndexBlock(table, key); err == nil {
			return fmt.Sprintf("row %x of table %q for log block %d", key, table, block)
		}
	}
	return fmt.Sprintf("row %x of table %q", key, table)
}

// PairOf joins a day and a link to a number. Numbers have the order of the rollups'
// keys.
func PairOf(day, link uint32) uint64 { return uint64(day)<<32 | uint64(link) }

// KeyOf returns the key of a pair.
func KeyOf(pair uint64) []byte { return PairKey(uint32(pair>>32), uint32(pair)) }
