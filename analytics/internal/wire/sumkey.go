package wire

import (
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
)

// A sum is a row of [analytics.TableSums] that adds up rollups of days that are closed, so
// that nobody has to read each of them. It is the sum of the rollups below it
// whenever it is there: whoever changes one of these removes it in the same
// transaction and leaves word that it is to be made again. Until then the rollups
// are read.
type SumKind byte

// The kinds of sums. Their numbers are part of the stored format.
const (
	// SumDay adds up the links of a workspace on a UTC day, in the format of
	// rollups.
	SumDay SumKind = iota + 1
	// SumMonth adds up the days of a link or a workspace in a month of UTC.
	SumMonth
	// SumAll adds up the requests to a link on all days that are closed.
	SumAll
)

// SumKey names a sum.
type SumKey struct {
	Kind   SumKind
	Number uint32 // of a link or a workspace
	Index  uint32 // the day, or the month; 0 for all time
}

// sumKeySize is the length of the key of a sum.
const sumKeySize = 9

// Bytes returns the key: kind, index and number, so that what is written at one
// time stands side by side.
func (k SumKey) Bytes() []byte {
	b := append(make([]byte, 0, sumKeySize), byte(k.Kind))
	b = Order.AppendUint32(b, k.Index)
	return Order.AppendUint32(b, k.Number)
}

// OpenKey returns the key of the value that says that a sum is to be made: kind,
// number and index, so that those of a number stand side by side.
func (k SumKey) OpenKey() []byte {
	b := append([]byte(MetaOpen), byte(k.Kind))
	b = Order.AppendUint32(b, k.Number)
	return Order.AppendUint32(b, k.Index)
}

// SumKeyOf reads the key of a sum.
func SumKeyOf(key []byte) (k SumKey, err error) {
	if err := CheckKey(key, sumKeySize); err != nil {
		return k, err
	}
	return SumKey{SumKind(key[0]), Order.Uint32(key[5:]), Order.Uint32(key[1:])}, nil
}

// OpenSumOf reads the key of the value that says that a sum is to be made.
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

// Days returns the first day that a sum adds up, and the day behind the last.
func (k SumKey) Days() (first, after uint32) {
	switch k.Kind {
	case SumDay:
		return k.Index, k.Index + 1
	case SumMonth:
		return DaysOfMonth(k.Index)
	}
	return 0, math.MaxUint32
}

// Span says how much a sum adds up.
func (k SumKey) Span() string {
	switch k.Kind {
	case SumDay:
		return "day"
	case SumMonth:
		return "month"
	}
	return "all days"
}
