package analytics

import (
	"fmt"
	"math"
)

// A sum is a row of [TableSums] that adds up rollups of days that are closed, so
// that nobody has to read each of them. It is the sum of the rollups below it
// whenever it is there: whoever changes one of these removes it in the same
// transaction and leaves word that it is to be made again. Until then the rollups
// are read.
type sumKind byte

// The kinds of sums. Their numbers are part of the stored format.
const (
	// sumDay adds up the links of a workspace on a UTC day, in the format of
	// rollups.
	sumDay sumKind = iota + 1
	// sumMonth adds up the days of a link or a workspace in a month of UTC.
	sumMonth
	// sumAll adds up the requests to a link on all days that are closed.
	sumAll
)

// sumKey names a sum.
type sumKey struct {
	kind   sumKind
	number uint32 // of a link or a workspace
	index  uint32 // the day, or the month; 0 for all time
}

// sumKeySize is the length of the key of a sum.
const sumKeySize = 9

// bytes returns the key: kind, index and number, so that what is written at one
// time stands side by side.
func (k sumKey) bytes() []byte {
	b := append(make([]byte, 0, sumKeySize), byte(k.kind))
	b = order.AppendUint32(b, k.index)
	return order.AppendUint32(b, k.number)
}

// sumKeyOf reads the key of a sum.
func sumKeyOf(key []byte) (k sumKey, err error) {
	if err := checkKey(key, sumKeySize); err != nil {
		return k, err
	}
	return sumKey{sumKind(key[0]), order.Uint32(key[5:]), order.Uint32(key[1:])}, nil
}

// String says which sum it is, as a person would.
func (k sumKey) String() string {
	switch k.kind {
	case sumDay:
		return fmt.Sprintf("sum of %s, workspace %d", dayName(k.index), k.number)
	case sumMonth:
		return fmt.Sprintf("sum of %s, number %d", firstOfMonth(k.index).Format("2006-01"), k.number)
	case sumAll:
		return fmt.Sprintf("sum of all days, link %d", k.number)
	}
	return fmt.Sprintf("sum %d of number %d", k.kind, k.number)
}

// days returns the first day that a sum adds up, and the day behind the last.
func (k sumKey) days() (first, after uint32) {
	switch k.kind {
	case sumDay:
		return k.index, k.index + 1
	case sumMonth:
		return daysOfMonth(k.index)
	}
	return 0, math.MaxUint32
}

// span says how much a sum adds up.
func (k sumKey) span() string {
	switch k.kind {
	case sumDay:
		return "day"
	case sumMonth:
		return "month"
	}
	return "all days"
}
