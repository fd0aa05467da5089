package recount

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// IndexMend is a row of an index that is missing, or that has to be removed.
type IndexMend struct {
	clicklog.IndexRow
	// Put says that the row is missing, or has a damaged value.
	Put bool
	err error
}

// Apply corrects the row.
func (m *IndexMend) Apply(tx analytics.Tx) error {
	row := m.Row()
	if m.Put {
		return tx.Put(m.Table, row.Key, row.Value)
	}
	return tx.Delete(m.Table, row.Key)
}

// maxIndexRows is about the number of rows that are compared one by one at a time.
const maxIndexRows = 1 << 17

// CompareIndexes compares the rows of indexes with those that the log asks for. It must
// be called after Run. It reports every difference and calls mend with some of them at
// a time, outside of views; mend may be nil.
func (c *Recount) CompareIndexes(ctx context.Context, mend func([]IndexMend) error) error {
	if c.Links != nil {
		return nil
	}
	if c.indexes.endBlock(); mend == nil {
		mend = func([]IndexMend) error { return nil }
	}
	if err := c.sumStored(ctx, mend); err != nil {
		return err
	}
	return c.compareRanges(ctx, mend)
}

// sumStored makes the sums of the stored rows, and reports rows that are wrong whatever
// the log says: damaged ones, and those of blocks that the log has no more. The latter
// are left if a row of the log was damaged when retention removed it.
func (c *Recount) sumStored(ctx context.Context, mend func([]IndexMend) error) error {
	k := c.indexes
	return c.eachIndexRow(ctx, mend, func(row clicklog.IndexRow, block uint64, err error) *IndexMend {
		if k.has(block) {
			*k.sum(&k.stored, block) += maphash.Comparable(k.seed, row)
		}
		switch {
		case err != nil:
			return &IndexMend{row, block >= k.first, err}
		case block < k.first && block < k.oldest:
			return &IndexMend{row, false, fmt.Errorf("%w: the block was removed", analytics.ErrDamaged)}
		}
		return nil
	})
}

// compareRanges compares the ranges of blocks whose sums differ row by row.
func (c *Recount) compareRanges(ctx context.Context, mend func([]IndexMend) error) error {
	k := c.indexes
	for from := k.first; from <= k.last; {
		wanted := make(clicklog.Index)
		to, err := c.wantedRows(ctx, from, wanted)
		if err != nil {
			return err
		}
		if err := c.compareRows(ctx, from, to, wanted, mend); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// reportIndex reports differences and has them mended.
func (c *Recount) reportIndex(mends []IndexMend, mend func([]IndexMend) error) error {
	for _, m := range mends {
		c.damaged(wire.InRow(m.err, m.Table, []byte(m.Key)))
	}
	if len(mends) == 0 {
		return nil
	}
	return mend(mends)
}

// eachIndexRow calls fn for all rows of indexes, with their block and with an error if
// they are damaged. A row whose key is damaged has the block 0. It reports what fn
// returns, between views.
func (c *Recount) eachIndexRow(ctx context.Context, mend func([]IndexMend) error, fn func(row clicklog.IndexRow, block uint64, err error) *IndexMend) error {
	for _, table := range []analytics.Table{analytics.TableIDs, analytics.TablePersons} {
		for next := []byte{}; next != nil; {
			var wrong []IndexMend
			err := c.log.View(ctx, func(tx analytics.Tx) (err error) {
				wrong = nil
				next, err = someIndexRows(tx, table, next, func(row clicklog.IndexRow, block uint64, err error) {
					if m := fn(row, block, err); m != nil {
						wrong = append(wrong, *m)
					}
				})
				return err
			})
			if err == nil {
				err = c.reportIndex(wrong, mend)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// someIndexRows calls fn for rows of an index from a key on. It returns the next key, nil
// at the end.
func someIndexRows(tx analytics.Tx, table analytics.Table, from []byte, fn func(row clicklog.IndexRow, block uint64, err error)) ([]byte, error) {
	rows := 0
	for row, err := range tx.Scan(table, from, nil) {
		if err != nil {
			return nil, err
		}
		if rows++; rows > 10*clicklog.ScanRows {
			return bytes.Clone(row.Key), nil
		}
		block, err := wire.IndexBlock(table, row.Key)
		if err == nil {
			_, err = wire.Unseal(row.Value)
		}
		fn(clicklog.IndexRow{Table: table, Key: string(row.Key)}, block, err)
	}
	return nil, nil
}

// wantedRows adds the rows that the log asks for, of those blocks from a block on whose
// sums differ, until they are many. It returns the block to go on with.
func (c *Recount) wantedRows(ctx context.Context, from uint64, wanted clicklog.Index) (uint64, error) {
	k := c.indexes
	for ; from <= k.last && len(wanted) < maxIndexRows; from++ {
		if !k.differs(from) {
			continue
		}
		err := c.log.View(ctx, func(tx analytics.Tx) error {
			for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(from, 0, 0), wire.LogKey(from, wire.NoLink, 0)) {
				if err != nil {
					return err
				}
				wanted.AddRow(row)
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return from, nil
}

// compareRows compares the rows of blocks whose sums differ: from, to exclusive.
func (c *Recount) compareRows(ctx context.Context, from, to uint64, wanted clicklog.Index, mend func([]IndexMend) error) error {
	k, differs := c.indexes, false
	for block := from; block < to && !differs; block++ {
		differs = k.differs(block)
	}
	if !differs {
		return nil
	}
	err := c.eachIndexRow(ctx, mend, func(row clicklog.IndexRow, block uint64, _ error) *IndexMend {
		if block < from || block >= to || !k.differs(block) {
			return nil
		}
		if _, ok := wanted[row]; !ok && !k.doubts[block] {
			return &IndexMend{row, false, fmt.Errorf("%w: the block has no such click", analytics.ErrDamaged)}
		}
		delete(wanted, row)
		return nil
	})
	if err != nil {
		return err
	}
	var missing []IndexMend
	for _, row := range wanted.Sorted() {
		missing = append(missing, IndexMend{row, true, fmt.Errorf("%w: the row is missing", analytics.ErrDamaged)})
	}
	return c.reportIndex(missing, mend)
}
