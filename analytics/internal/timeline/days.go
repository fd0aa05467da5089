package timeline

import (
	"math/bits"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// days are the UTC days that may have events, in the order of a query. They are looked up
// month by month.
type days struct {
	begun       bool
	first, last uint32   // bounds, inclusive
	left        []uint32 // of the current month, the next day last
	month       uint32   // to look up next
	months      uint32   // to look up
}

// next returns the next day. If found is false, there may be more in the months that are
// left.
func (d *days) next() (day uint32, found bool) {
	if len(d.left) == 0 {
		return 0, false
	}
	day, d.left = d.left[len(d.left)-1], d.left[:len(d.left)-1]
	return day, true
}

// begin finds the first and the last day that may have events.
func (d *days) begin(v *view) error {
	d.begun = true
	d.first, d.last = wire.DayOf(v.From), wire.DayOf(v.To-1)
	if at := v.after; at != (analytics.EventPlace{}) && v.Ascending {
		d.first = max(d.first, at.Day)
	} else if at != (analytics.EventPlace{}) {
		d.last = min(d.last, at.Day)
	}
	first, last, err := storedDays(v)
	if err != nil {
		return err
	}
	if d.first, d.last = max(d.first, first), min(d.last, last); d.first > d.last {
		return nil
	}
	d.month, d.months = wire.MonthOf(d.last), wire.MonthOf(d.last)-wire.MonthOf(d.first)+1
	if v.Ascending {
		d.month = wire.MonthOf(d.first)
	}
	return nil
}

// storedDays returns the first and the last day that have a rollup or pending clicks. The
// first is after the last if there is none.
func storedDays(v *view) (first, last uint32, err error) {
	first = wire.DayOf(wire.MaxTime)
	for day, err := range rollup.Days(v.tx, 0, first) {
		if err != nil {
			return 0, 0, err
		}
		first = day
		break
	}
	key := func(n uint64) []byte { return wire.PairKey(uint32(n), 0) }
	end := uint64(wire.DayOf(wire.MaxTime)) + 1
	newest, err := clicklog.NewestNumber(v.tx, analytics.TableRollups, key, key(end), bits.Len64(end))
	last = uint32(newest)
	for pair := range v.late {
		first, last = min(first, uint32(pair>>32)), max(last, uint32(pair>>32))
	}
	return first, last, err
}

// look looks up the days of the next month.
func (d *days) look(v *view) error {
	first, after := wire.DaysOfMonth(d.month)
	first, after = max(first, d.first), min(after, d.last+1)
	found, err := daysOfMonth(v, d.month, first, after)
	if err != nil {
		return err
	}
	for pair := range v.late {
		if day := uint32(pair >> 32); first <= day && day < after {
			found = append(found, day)
		}
	}
	slices.Sort(found)
	d.left = slices.Compact(found)
	d.months--
	if v.Ascending {
		slices.Reverse(d.left)
		d.month++
	} else {
		d.month--
	}
	return nil
}

// daysOfMonth returns the days of a part of a month on which the workspace has clicks, or
// any link if that is not summed up.
func daysOfMonth(v *view, month, first, after uint32) (found []uint32, err error) {
	mask, summed, err := v.summedMonth(month)
	if err != nil {
		return nil, err
	}
	if !summed {
		for day, err := range rollup.Days(v.tx, first, after) {
			if err != nil {
				return nil, err
			}
			v.work++
			found = append(found, day)
		}
		return found, nil
	}
	begin, _ := wire.DaysOfMonth(month)
	for day := first; day < after; day++ {
		if mask>>(day-begin)&1 == 1 {
			found = append(found, day)
		}
	}
	return found, nil
}

// summedMonth returns the days of a month on which the workspace has clicks, a bit for
// each, if there is a sum of the month.
func (v *view) summedMonth(month uint32) (mask uint32, summed bool, err error) {
	v.work++
	k := wire.SumKey{Kind: wire.SumMonth, Number: v.Workspace, Index: month}
	if v.Workspace == 0 || !v.closed.HasMonth(v.Workspace, month) {
		return 0, false, nil
	}
	payload, err := wire.Get(v.tx, analytics.TableSums, k.Bytes())
	if err != nil {
		return 0, false, err
	}
	if payload == nil {
		open, err := rollup.IsOpen(v.tx, k)
		return 0, !open, err
	}
	r := wire.Reader{Data: payload}
	mask = rollup.MonthDays(&r)
	return mask, true, wire.InRow(r.Whole(), analytics.TableSums, k.Bytes())
}
