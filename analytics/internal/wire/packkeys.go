package wire

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// PackedTable is the number of a table whose rows can be packed. It is part of the
// stored format.
type PackedTable uint8

// The tables whose rows can be packed. Their keys are pairs of a day and a number.
const (
	NotPacked PackedTable = iota
	PackedRollups
	PackedWords
)

// PackedTableOf returns the number of a table.
func PackedTableOf(table analytics.Table) PackedTable {
	switch table {
	case analytics.TableRollups:
		return PackedRollups
	case analytics.TableWords:
		return PackedWords
	}
	return NotPacked
}

// Table returns the name of the table.
func (t PackedTable) Table() analytics.Table {
	if t == PackedWords {
		return analytics.TableWords
	}
	return analytics.TableRollups
}

// packKeySize is the length of the keys of [analytics.TablePacks].
const packKeySize = 1 + 8 + 8

// PackKey returns the key of a pack with the pairs from first to last. The first pack at
// or after a pair is the only one that can have it.
func PackKey(table PackedTable, last, first uint64) []byte {
	key := append(make([]byte, 0, packKeySize), byte(table))
	return Order.AppendUint64(Order.AppendUint64(key, last), first)
}

// SplitPackKey returns the first and the last pair of a pack. The key is damaged if the
// first is after the last.
func SplitPackKey(key []byte) (first, last uint64, err error) {
	if err := CheckKey(key, packKeySize); err != nil {
		return 0, 0, err
	}
	return Order.Uint64(key[9:]), Order.Uint64(key[1:]), nil
}

// PacksFrom returns the key from which on the packs are that can have a key of a table or
// a later one.
func PacksFrom(table PackedTable, key []byte) []byte {
	return append([]byte{byte(table)}, key...)
}

// packName describes a pack.
func packName(key []byte) string {
	table := PackedTable(key[0])
	if table != PackedRollups && table != PackedWords {
		return fmt.Sprintf("pack %x of no table", key)
	}
	return fmt.Sprintf("pack from %s to %s", RowName(table.Table(), key[9:]), RowName(table.Table(), key[1:9]))
}

// UnpackedKey returns the key of a row that says that a day of a table has rows to be
// packed.
func UnpackedKey(table PackedTable, day uint32) []byte {
	return Order.AppendUint32(append([]byte(MetaUnpacked), byte(table)), day)
}

// UnpackedOf returns what a key that [UnpackedKey] returned says.
func UnpackedOf(key []byte) (table PackedTable, day uint32, err error) {
	at := len(MetaUnpacked)
	if err := CheckKey(key, at+5); err != nil {
		return 0, 0, err
	}
	if table = PackedTable(key[at]); table != PackedRollups && table != PackedWords {
		return 0, 0, fmt.Errorf("%w: no table with packs", analytics.ErrDamaged)
	}
	return table, Order.Uint32(key[at+1:]), nil
}
