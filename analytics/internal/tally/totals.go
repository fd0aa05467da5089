package tally

import (
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// TotalsPerView is the number of links that one view reads.
const TotalsPerView = 1000

// TotalView reads totals in a view.
type TotalView struct {
	Summer
	Tails    map[uint32][]clicklog.PendingGroup
	marks    clicklog.Marks
	erased   clicklog.Erasures
	openDays []uint32 // that are not closed, or not for all links
	record   clicklog.Record
}

// Begin reads what all totals need.
func (v *TotalView) Begin() (err error) {
	if v.Closed, err = rollup.LoadClosed(v.Tx); err != nil {
		return err
	}
	if v.marks, err = clicklog.LoadMarks(v.Tx); err != nil {
		return err
	}
	if v.erased, err = clicklog.LoadErasures(v.Tx); err != nil {
		return err
	}
	for day, err := range rollup.RollupDays(v.Tx, v.Closed.Day, math.MaxUint32) {
		if err != nil {
			return err
		}
		v.openDays = append(v.openDays, day)
	}
	return nil
}

// Of returns the total of a link: the days that are closed, those that are not, and
// what is pending.
func (v *TotalView) Of(link uint32) (total rollup.TotalSum, err error) {
	k := wire.SumKey{Kind: wire.SumAll, Number: link, Index: 0}
	open, err := rollup.IsOpen(v.Tx, k)
	if err != nil {
		return total, err
	}
	if open {
		total, err = v.total(link)
	} else if payload, e := wire.Get(v.Tx, analytics.TableSums, k.Bytes()); e != nil || payload != nil {
		if err = e; err == nil {
			err = wire.InRow(total.Read(payload), analytics.TableSums, k.Bytes())
		}
	}
	if err != nil {
		return total, err
	}
	for _, day := range v.openDays {
		if v.Closed.HasDay(link, day) {
			continue
		}
		if err := v.addDay(&total, day, link); err != nil {
			return total, err
		}
	}
	return total, v.addPending(&total, link)
}

// addDay adds the requests of a day.
func (v *TotalView) addDay(total *rollup.TotalSum, day, link uint32) error {
	key := wire.PairKey(day, link)
	value, err := v.Tx.Get(analytics.TableRollups, key)
	if err != nil || value == nil {
		return err
	}
	requests, err := rollup.RequestsOf(value)
	total.Add(requests)
	return wire.InRow(err, analytics.TableRollups, key)
}

// addPending adds the requests that are in no rollup yet.
func (v *TotalView) addPending(total *rollup.TotalSum, link uint32) error {
	for i := range v.Tails[link] {
		g := &v.Tails[link][i]
		if g.Chunk.Block <= v.marks.Of(link) || v.erased.Void(link, g.Chunk.Block) {
			continue
		}
		records := g.Records()
		for records.Next(&v.record) {
			total.Classes[v.record.Class]++
		}
		if err := records.End(); err != nil {
			return err
		}
	}
	return nil
}
