package wire

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// packKeySize is the length of the keys of [analytics.TablePacks] for a table.
func (t PackedTable) packKeySize() int { return 1 + 2*t.keySize() }

// PackKey returns the key of a pack with the rows from first to last. The first pack at
// or after a row is the only one that can have it.
func PackKey(table PackedTable, last, first PackedKey) []byte {
	key := append(make([]byte, 0, table.packKeySize()), byte(table))
	return table.appendKey(table.appendKey(key, last), first)
}

// SplitPackKey returns the keys of the first and the last row of a pack. The key is damaged
// if the first is after the last.
func SplitPackKey(key []byte) (first, last PackedKey, err error) {
	if len(key) == 0 {
		return first, last, CheckKey(key, 1)
	}
	table := PackedTable(key[0])
	if err := CheckKey(key, table.packKeySize()); err != nil {
		return first, last, err
	}
	size := table.keySize()
	return table.split(key[1+size:]), table.split(key[1 : 1+size]), nil
}

// PacksFrom returns the key from which on the packs are that can have a key of a table or
// a later one.
func PacksFrom(table PackedTable, key []byte) []byte {
	return append([]byte{byte(table)}, key...)
}

// packName describes a pack.
func packName(key []byte) string {
	table := PackedTable(key[0])
	if !table.known() {
		return fmt.Sprintf("pack %x of no table", key)
	}
	size := table.keySize()
	return fmt.Sprintf("pack from %s to %s", RowName(table.Table(), key[1+size:]), RowName(table.Table(), key[1:1+size]))
}

// UnpackedKey returns the key of a row that says that a part of a table has rows to be
// packed, see [PackedTable.Part].
func UnpackedKey(table PackedTable, part uint32) []byte {
	return Order.AppendUint32(append([]byte(MetaUnpacked), byte(table)), part)
}

// UnpackedOf returns what a key that [UnpackedKey] returned says.
func UnpackedOf(key []byte) (table PackedTable, part uint32, err error) {
	at := len(MetaUnpacked)
	if err := CheckKey(key, at+5); err != nil {
		return 0, 0, err
	}
	if table = PackedTable(key[at]); !table.known() {
		return 0, 0, fmt.Errorf("%w: no table with packs", analytics.ErrDamaged)
	}
	return table, Order.Uint32(key[at+1:]), nil
}
