package wire

import (
	"cmp"
	"math"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// PackedTable is the number of a table whose rows can be packed. It is part of the
// stored format.
type PackedTable uint8

// The tables whose rows can be packed. Keys of rollups and words are pairs of a day and a
// number. Of the log, lost clicks are not packed.
const (
	NotPacked PackedTable = iota
	PackedRollups
	PackedWords
	PackedLog
)

// PackedTables returns the tables whose rows can be packed.
func PackedTables() []PackedTable { return []PackedTable{PackedRollups, PackedWords, PackedLog} }

// PackedTableOf returns the number of a table.
func PackedTableOf(table analytics.Table) PackedTable {
	switch table {
	case analytics.TableRollups:
		return PackedRollups
	case analytics.TableWords:
		return PackedWords
	case analytics.TableLog:
		return PackedLog
	}
	return NotPacked
}

// Table returns the name of the table.
func (t PackedTable) Table() analytics.Table {
	switch t {
	case PackedWords:
		return analytics.TableWords
	case PackedLog:
		return analytics.TableLog
	}
	return analytics.TableRollups
}

// known reports whether there is such a table.
func (t PackedTable) known() bool { return NotPacked < t && t <= PackedLog }

// PackedKey is the key of a row that can be packed.
type PackedKey struct {
	High uint64 // a pair, or a block
	Low  uint64 // of the log, the last link and the sequence as a pair; else 0
}

// Compare compares keys in the order of rows.
func (k PackedKey) Compare(other PackedKey) int {
	return cmp.Or(cmp.Compare(k.High, other.High), cmp.Compare(k.Low, other.Low))
}

// keySize is the length of the table's keys.
func (t PackedTable) keySize() int {
	if t == PackedLog {
		return 16
	}
	return 8
}

// Split returns the key of a row if such a row can be packed.
func (t PackedTable) Split(key []byte) (k PackedKey, ok bool) {
	if t == NotPacked || len(key) != t.keySize() {
		return k, false
	}
	k = t.split(key)
	return k, t != PackedLog || k.Low != PairOf(NoLink, 0)
}

// split returns a key of the right length.
func (t PackedTable) split(key []byte) PackedKey {
	k := PackedKey{High: Order.Uint64(key)}
	if t == PackedLog {
		k.Low = Order.Uint64(key[8:])
	}
	return k
}

// Join returns the key of a row.
func (t PackedTable) Join(k PackedKey) []byte { return t.appendKey(make([]byte, 0, t.keySize()), k) }

func (t PackedTable) appendKey(b []byte, k PackedKey) []byte {
	if b = Order.AppendUint64(b, k.High); t == PackedLog {
		b = Order.AppendUint64(b, k.Low)
	}
	return b
}

// Search returns the place of the first of some rising keys that is at or after another, of
// any length.
func (t PackedTable) Search(keys []PackedKey, from []byte) int {
	var whole [16]byte
	copy(whole[:], from)
	i, found := slices.BinarySearchFunc(keys, t.split(whole[:]), PackedKey.Compare)
	if found && len(from) > t.keySize() {
		i++
	}
	return i
}

// PartBlocks is the number of blocks in a part of the log.
const PartBlocks = 1024

// partSize returns how many values of [PackedKey.High] a part has.
func (t PackedTable) partSize() uint64 {
	if t == PackedLog {
		return PartBlocks
	}
	return 1 << 32
}

// Part returns the number of the part of the table that has a key: its day, or in the log
// a run of blocks. No pack has rows of two parts.
func (t PackedTable) Part(k PackedKey) uint32 {
	return uint32(min(k.High/t.partSize(), math.MaxUint32))
}

// HighOf returns the [PackedKey.High] of a key of any length, from which on rows are read.
func HighOf(key []byte) uint64 {
	var whole [8]byte
	copy(whole[:], key)
	return Order.Uint64(whole[:])
}

// FirstOf returns the first key that a part can have.
func (t PackedTable) FirstOf(part uint32) PackedKey {
	return PackedKey{High: uint64(part) * t.partSize()}
}
