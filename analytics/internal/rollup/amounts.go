package rollup

import (
	"cmp"
	"math"
	"slices"
)

// Amount is the number of conversions in a slot, which is a quarter-hour, and the sum of
// their values in millionths.
type Amount struct {
	Slot  uint16 // quarter-hour
	Count uint64 // of conversions
	Value uint64 // in millionths
}

// Amounts are sorted by slot.
type Amounts []Amount

// Add adds an amount to its slot.
func (a Amounts) Add(amount Amount) Amounts {
	i, found := slices.BinarySearchFunc(a, amount.Slot, func(a Amount, slot uint16) int { return cmp.Compare(a.Slot, slot) })
	if !found {
		return slices.Insert(a, i, amount)
	}
	a[i].Count += amount.Count
	a[i].Value = AddValues(a[i].Value, amount.Value)
	return a
}

// Sum returns the amount of the slots from one up to another, exclusive.
func (a Amounts) Sum(from, to int) (sum Amount) {
	for _, amount := range a {
		if slot := int(amount.Slot); from <= slot && slot < to {
			sum.Count += amount.Count
			sum.Value = AddValues(sum.Value, amount.Value)
		}
	}
	return sum
}

// AddValues adds values in millionths. The sum stops at the greatest number, so it is the
// same in whatever order values are added.
func AddValues(a, b uint64) uint64 {
	if a > math.MaxUint64-b {
		return math.MaxUint64
	}
	return a + b
}

// Counts returns the numbers of conversions.
func (a Amounts) Counts() (counts Cells) {
	for _, amount := range a {
		counts = append(counts, cell{amount.Slot, amount.Count})
	}
	return counts
}

// Values returns the values.
func (a Amounts) Values() (values Cells) {
	for _, amount := range a {
		values = append(values, cell{amount.Slot, amount.Value})
	}
	return values
}
