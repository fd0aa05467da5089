package wire

import (
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
)

// SumKind is a kind of sums. A sum is a row of [analytics.TableSums] that adds up
// rollups of closed days, so that queries need not read each of them. A stored sum
// is always right: the transaction that changes one of its rollups removes it and
// marks it as open, which means that it has to be made again. Until it is made, the
// rollups are read.
type SumKind byte

// The kinds of sums. Their numbers are part of the stored format.
const (
	// SumDay adds up the links of a workspace on a UTC day. It has the format of a
	// rollup.
	SumDay SumKind = iota + 1
	// SumMonth adds up the days of a UTC month of a link or a workspace.
	SumMonth
	// SumAll adds up the requests to a link on all closed days.
	SumAll
)

// SumKey identifies a sum.
type SumKey struct {
	Kind   SumKind // what is added up
	Number uint32  // of the link or the workspace
	Index  uint32  // UTC day, or month as of [MonthOf]; 0 for SumAll
}

// sumKeySize is the length of the key of a sum.
const sumKeySize = 9

// Bytes returns the key: kind, index and number. So rows that are written together are
// adjacent.
func (k SumKey) Bytes() []byte {
	b := append(make([]byte, 0, sumKeySize), byte(k.Kind))
	b = Order.AppendUint32(b, k.Index)
	return Order.AppendUint32(b, k.Number)
}

// SumKeyOf reads the key of a sum.
func SumKeyOf(key []byte) (k SumKey, err error) {
	if err := CheckKey(key, sumKeySize); err != nil {
		return k, err
	}
	return SumKey{SumKind(key[0]), Order.Uint32(key[5:]), Order.Uint32(key[1:])}, nil
}

// OpenKey returns the key of the value that marks a sum as open: kind, number and
// index. So the keys with the same number are adjacent.
func (k SumKey) OpenKey() []byte {
	b := append([]byte(MetaOpen), byte(k.Kind))
	b = Order.AppendUint32(b, k.Number)
	return Order.AppendUint32(b, k.Index)
}

// AfterOpen returns the key after those made by [SumKey.OpenKey].
func AfterOpen() []byte {
	key := []byte(MetaOpen)
	key[len(key)-1]++
	return key
}

// OpenSumOf returns the sum of a key made by [SumKey.OpenKey].
func OpenSumOf(key []byte) (k SumKey, err error) {
	if err := CheckKey(key, len(MetaOpen)+sumKeySize); err != nil {
		return k, InRow(err, analytics.TableMeta, key)
	}
	key = key[len(MetaOpen):]
	return SumKey{SumKind(key[0]), Order.Uint32(key[1:]), Order.Uint32(key[5:])}, nil
}

// String says which sum it is, as a person would.
func (k SumKey) String() string {
	switch k.Kind {
	case SumDay:
		return fmt.Sprintf("sum of %s, workspace %d", dayName(k.Index), k.Number)
	case SumMonth:
		return fmt.Sprintf("sum of %s, number %d", firstOfMonth(k.Index).Format("2006-01"), k.Number)
	case SumAll:
		return fmt.Sprintf("sum of all days, link %d", k.Number)
	}
	return fmt.Sprintf("sum %d of number %d", k.Kind, k.Number)
}

// Days returns the UTC days that the sum adds up, from first up to after, exclusive.
func (k SumKey) Days() (first, after uint32) {
	switch k.Kind {
	case SumDay:
		return k.Index, k.Index + 1
	case SumMonth:
		return DaysOfMonth(k.Index)
	}
	return 0, math.MaxUint32
}

// Span returns the sum's span of time, in words.
func (k SumKey) Span() string {
	switch k.Kind {
	case SumDay:
		return "day"
	case SumMonth:
		return "month"
	}
	return "all days"
}
