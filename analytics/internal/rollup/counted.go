package rollup

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Counted returns the newest block of each link that its rollups count. It leaves out
// damaged rollups.
func Counted(tx analytics.Tx) (map[uint32]uint64, error) {
	newest := make(map[uint32]uint64)
	for row, err := range wire.PastDamage(tx).Scan(analytics.TableRollups, nil, wire.PairKey(wire.NoDay, 0)) {
		if err != nil {
			return nil, err
		}
		if wire.CheckKey(row.Key, 8) != nil {
			continue
		}
		payload, err := wire.Unseal(row.Value)
		if err != nil {
			continue
		}
		r := wire.Reader{Data: payload}
		link, last := wire.Order.Uint32(row.Key[4:]), r.Uvarint()+r.Uvarint()
		if !r.Failed {
			newest[link] = max(newest[link], last)
		}
	}
	return newest, nil
}

// FindMarks finds out how far the slices are folded, by the blocks that rollups count,
// for a store whose marks are damaged. A fold in parts has counted the links of its
// slice in order.
func FindMarks(tx analytics.Tx, erased clicklog.Erasures) (marks clicklog.Marks, err error) {
	counted, err := Counted(tx)
	if err != nil {
		return marks, err
	}
	for link, block := range counted {
		m := &marks[clicklog.SliceOf(link)]
		m.Target = max(m.Target, block)
	}
	err = clicklog.EachGroup(tx, erased, func(block uint64, g *clicklog.Group) {
		m := &marks[clicklog.SliceOf(g.Link)]
		if block > counted[g.Link] && block <= m.Target && (m.Next == 0 || g.Link < m.Next) {
			m.Next = g.Link
		}
	})
	for link, block := range counted {
		if m := &marks[clicklog.SliceOf(link)]; m.Next == 0 || link >= m.Next {
			m.Done = max(m.Done, block)
		}
	}
	return marks, err
}
