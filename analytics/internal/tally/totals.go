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

// TotalView reads the totals of links in a view.
type TotalView struct {
	Summer
	Tails    map[uint32][]clicklog.PendingGroup // pending groups by link
	Spoilt   func(error)                        // is told of damage, for SoundOf
	marks    clicklog.Marks
	erased   clicklog.Erasures
	openDays []uint32 // not closed, or not for all links
	ahead    wire.RowsAhead
	record   clicklog.Record
}

// Begin reads what all totals need. It must be called before Of.
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
	for day, err := range rollup.Days(v.Tx, v.Closed.Day, math.MaxUint32) {
		if err != nil {
			return err
		}
		v.openDays = append(v.openDays, day)
	}
	return nil
}

// Of returns the totals of links, which rise: closed days, other days, and pending
// clicks.
func (v *TotalView) Of(links []uint32) ([]rollup.TotalSum, error) {
	totals := make([]rollup.TotalSum, len(links))
	if err := v.addClosed(totals, links); err != nil {
		return nil, err
	}
	for _, day := range v.openDays {
		if err := v.addDay(totals, links, day); err != nil {
			return nil, err
		}
	}
	for i, link := range links {
		if err := v.addPending(&totals[i], link); err != nil {
			return nil, err
		}
	}
	return totals, nil
}

// addClosed adds the sums of closed days. It makes those that are open.
func (v *TotalView) addClosed(totals []rollup.TotalSum, links []uint32) error {
	open, err := v.OpenTotals(links)
	if err != nil {
		return err
	}
	for i, link := range links {
		if !open[i] {
			continue
		}
		if totals[i], err = v.total(link); err != nil {
			return err
		}
	}
	return v.StoredTotals(links, func(i int, value []byte) error {
		if open[i] {
			return nil
		}
		return totals[i].ReadValue(value)
	})
}

// OpenTotals returns which of some rising links have a total that is open.
func (s *Summer) OpenTotals(links []uint32) ([]bool, error) {
	open := make([]bool, len(links))
	return open, eachRow(s.Tx, analytics.TableMeta, totalKeys(links, wire.SumKey.OpenKey), func(i int, value []byte) error {
		open[i] = true
		_, err := wire.Unseal(value)
		return err
	})
}

// StoredTotals calls fn for each stored total of some rising links, with the index of the
// link. It adds the name of the row to an error.
func (s *Summer) StoredTotals(links []uint32, fn func(i int, value []byte) error) error {
	return eachRow(s.Tx, analytics.TableSums, totalKeys(links, wire.SumKey.Bytes), fn)
}

// totalKeys returns a key for the total of each link.
func totalKeys(links []uint32, keyOf func(wire.SumKey) []byte) [][]byte {
	keys := make([][]byte, len(links))
	for i, link := range links {
		keys[i] = keyOf(wire.SumKey{Kind: wire.SumAll, Number: link, Index: 0})
	}
	return keys
}

// eachRow calls fn for each of some rows that exists, with the index of its key. It adds
// the name of the row to an error.
func eachRow(tx analytics.Tx, table analytics.Table, keys [][]byte, fn func(i int, value []byte) error) error {
	i := 0
	for row, err := range tx.GetAll(table, keys) {
		if err != nil {
			return err
		}
		for string(keys[i]) != string(row.Key) {
			i++
		}
		if err := fn(i, row.Value); err != nil {
			return wire.InRow(err, table, row.Key)
		}
	}
	return nil
}

// addDay adds the rollups of a day that is not closed, or not for all links.
func (v *TotalView) addDay(totals []rollup.TotalSum, links []uint32, day uint32) error {
	first := 0
	for first < len(links) && v.Closed.HasDay(links[first], day) {
		first++
	}
	v.ahead.Reset()
	for _, link := range links[first:] {
		v.ahead.Want(wire.PairOf(day, link))
	}
	if err := v.ahead.Read(v.Tx, analytics.TableRollups, wire.RollupsAhead); err != nil {
		return err
	}
	for i, value := range v.ahead.Values {
		if value == nil {
			continue
		}
		if err := totals[first+i].AddRollup(value); err != nil {
			return wire.InRow(err, analytics.TableRollups, wire.PairKey(day, links[first+i]))
		}
	}
	return nil
}

// addPending adds requests that are not in a rollup yet.
func (v *TotalView) addPending(total *rollup.TotalSum, link uint32) error {
	for i := range v.Tails[link] {
		g := &v.Tails[link][i]
		if g.Chunk.Block <= v.marks.Of(link) || v.erased.Void(link, g.Chunk.Block) {
			continue
		}
		records := g.Records()
		for records.Next(&v.record) {
			if v.record.Class == analytics.Conversion {
				continue
			}
			total.Classes[v.record.Class]++
		}
		if err := records.End(); err != nil {
			return err
		}
	}
	return nil
}
