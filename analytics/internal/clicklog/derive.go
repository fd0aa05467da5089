package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// FindPosition finds the end of the log by its rows, for a store whose position is
// damaged. The Epoch is unknown.
func FindPosition(tx analytics.Tx) (p Position, err error) {
	p.Block, err = NewestNumber(tx, analytics.TableLog, func(n uint64) []byte { return wire.LogKey(n, 0, 0) }, nil, 63)
	if err != nil {
		return p, err
	}
	generation, err := NewestNumber(tx, analytics.TableWords, func(n uint64) []byte { return wire.PairKey(uint32(n), 0) }, nil, 32)
	p.Generation = uint32(generation)
	return p, err
}

// NewestNumber returns the greatest number of size bits with a row from its key up to end,
// exclusive; 0 for none. If end is nil, it is the end of the table. It finds one bit after
// the other.
func NewestNumber(tx analytics.Tx, table analytics.Table, key func(uint64) []byte, end []byte, size int) (n uint64, err error) {
	for bit := uint64(1) << (size - 1); bit > 0; bit >>= 1 {
		found, err := wire.FirstKey(tx, table, key(n|bit), end)
		if err != nil {
			return 0, err
		}
		if found != nil {
			n |= bit
		}
	}
	return n, nil
}

// FindRemoved finds what was removed from the front of the log by the rows that are
// left, for a store that does not know. The clicks before the first row are not newer
// than the day on which it was written.
func FindRemoved(tx analytics.Tx, end Position) (m Removed, err error) {
	m = Removed{Block: end.Block, Latest: endOfDay(end.Generation)}
	first := true
	for row, err := range tx.Scan(analytics.TableLog, nil, nil) {
		if err != nil {
			return m, err
		}
		if block, _, err := wire.SplitLogKey(row.Key); first && err == nil {
			m.Block, first = block-1, false
		}
		if c, err := ChunkOf(row); err == nil && c != nil {
			m.Latest = endOfDay(c.Generation)
			break
		}
	}
	if m.Block == 0 {
		return Removed{}, nil
	}
	return m, nil
}

// endOfDay returns the last millisecond of a UTC day.
func endOfDay(day uint32) int64 { return (int64(day)+1)*wire.MsPerDay - 1 }

// EachGroup calls fn for the groups of all links, in the order of the log. It skips
// damaged rows and erased clicks.
func EachGroup(tx analytics.Tx, erased Erasures, fn func(block uint64, g *Group)) error {
	for row, err := range tx.Scan(analytics.TableLog, nil, nil) {
		if err != nil {
			return err
		}
		c, err := ChunkOf(row)
		if err != nil || c == nil {
			continue
		}
		for g, err := range c.All() {
			if err != nil {
				break
			}
			if !erased.Void(g.Link, c.Block) {
				fn(c.Block, &g)
			}
		}
	}
	return nil
}

// Find finds runs by the log and the stored plans, for a store whose runs are damaged.
func (h *Heads) Find(tx analytics.Tx, runs map[uint32]bool, erased Erasures) error {
	err := EachGroup(tx, erased, func(block uint64, g *Group) {
		if runs[RunOf(g.Link)] {
			h.Set(g.Link, block)
		}
	})
	if err != nil {
		return err
	}
	for run := range runs {
		h.Set(run*RunLinks, h.Get(run*RunLinks)) // there may be no clicks left
		from, to := wire.PairKey(run*RunLinks, 0), wire.PairKey((run+1)*RunLinks, 0)
		if run == RunOf(wire.NoLink) {
			to = nil
		}
		for row, err := range tx.Scan(analytics.TablePlans, from, to) {
			if err != nil {
				return err
			}
			if plan, err := planOf(row); err == nil {
				h.Members.Add(plan.Link, plan.Workspace)
			}
		}
	}
	return nil
}

// planOf decodes a row of the plans.
func planOf(row analytics.Row) (*analytics.Plan, error) {
	if err := wire.CheckKey(row.Key, 8); err != nil {
		return nil, err
	}
	payload, err := wire.Unseal(row.Value)
	if err != nil {
		return nil, err
	}
	return DecodePlan(wire.Order.Uint32(row.Key), wire.Order.Uint32(row.Key[4:]), payload)
}
