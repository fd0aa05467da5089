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

// indexCheck compares the rows of indexes with the log. It keeps a sum of hashes for
// each range of blocks, so that it needs little memory: one of the rows that the log
// asks for, made while the log is read, and one of the stored rows. Only ranges whose
// sums differ are compared row by row.
type indexCheck struct {
	seed        maphash.Seed
	first, last uint64 // blocks that are compared
	width       uint64 // blocks in a range
	wanted      [indexRanges]uint64
	stored      [indexRanges]uint64
	block       uint64         // that is being read
	rows        clicklog.Index // of block
	// doubts are blocks of which not all records can be read.
	doubts map[uint64]bool
}

// indexRanges is the number of ranges.
const indexRanges = 1 << 12

func newIndexCheck(gone, last uint64) *indexCheck {
	k := &indexCheck{seed: maphash.MakeSeed(), first: gone + 1, last: last, rows: make(clicklog.Index), doubts: make(map[uint64]bool)}
	if last >= k.first {
		k.width = (last-k.first)/indexRanges + 1
	}
	return k
}

// has reports whether a block is compared.
func (k *indexCheck) has(block uint64) bool { return k.first <= block && block <= k.last }

// sum returns the sum of a block's range.
func (k *indexCheck) sum(sums *[indexRanges]uint64, block uint64) *uint64 {
	return &sums[(block-k.first)/k.width]
}

// read adds the rows that a row of the log asks for. Rows of the log come in order.
func (k *indexCheck) read(row analytics.Row, block uint64) {
	if block != k.block {
		k.endBlock()
		k.block = block
	}
	c, err := clicklog.ChunkOf(row)
	if err == nil && c != nil {
		err = k.rows.AddChunk(c)
	}
	if err != nil {
		k.doubts[block] = true
	}
}

// endBlock adds the rows of the last block to the sum of its range.
func (k *indexCheck) endBlock() {
	if k.has(k.block) {
		for row := range k.rows {
			*k.sum(&k.wanted, k.block) += maphash.Comparable(k.seed, row)
		}
	}
	clear(k.rows)
}

// differs reports whether a block is in a range whose sums differ.
func (k *indexCheck) differs(block uint64) bool {
	return k.has(block) && *k.sum(&k.wanted, block) != *k.sum(&k.stored, block)
}

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
	if c.Links != nil || c.indexes.width == 0 {
		return nil
	}
	k := c.indexes
	k.endBlock()
	var damaged []IndexMend
	err := c.eachIndexRow(ctx, func(row clicklog.IndexRow, block uint64, err error) {
		if err != nil {
			damaged = append(damaged, IndexMend{row, block >= k.first, err})
		}
		if k.has(block) {
			*k.sum(&k.stored, block) += maphash.Comparable(k.seed, row)
		}
	})
	if err != nil {
		return err
	}
	if err := c.reportIndex(damaged, mend); err != nil {
		return err
	}
	for from := k.first; from <= k.last; {
		wanted := make(clicklog.Index)
		to, err := c.wantedRows(ctx, from, wanted)
		if err != nil {
			return err
		}
		mends, err := c.compareRows(ctx, from, to, wanted)
		if err != nil {
			return err
		}
		if err := c.reportIndex(mends, mend); err != nil {
			return err
		}
		from = to
	}
	return nil
}

func (c *Recount) reportIndex(mends []IndexMend, mend func([]IndexMend) error) error {
	for _, m := range mends {
		c.damaged(wire.InRow(m.err, m.Table, []byte(m.Key)))
	}
	if mend == nil || len(mends) == 0 {
		return nil
	}
	return mend(mends)
}

// eachIndexRow calls fn for all rows of indexes, with their block and with an error if
// they are damaged. A row whose key is damaged has the block 0.
func (c *Recount) eachIndexRow(ctx context.Context, fn func(row clicklog.IndexRow, block uint64, err error)) error {
	for _, table := range []analytics.Table{analytics.TableIDs, analytics.TablePersons} {
		for next := []byte{}; next != nil; {
			err := c.log.View(ctx, func(tx analytics.Tx) error {
				from, rows := next, 0
				next = nil
				for row, err := range tx.Scan(table, from, nil) {
					if err != nil {
						return err
					}
					if rows++; rows > 10*clicklog.ScanRows {
						next = bytes.Clone(row.Key)
						break
					}
					block, err := wire.IndexBlock(table, row.Key)
					if err == nil {
						_, err = wire.Unseal(row.Value)
					}
					fn(clicklog.IndexRow{Table: table, Key: string(row.Key)}, block, err)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
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
func (c *Recount) compareRows(ctx context.Context, from, to uint64, wanted clicklog.Index) (mends []IndexMend, err error) {
	k, differs := c.indexes, false
	for block := from; block < to && !differs; block++ {
		differs = k.differs(block)
	}
	if !differs {
		return nil, nil
	}
	err = c.eachIndexRow(ctx, func(row clicklog.IndexRow, block uint64, _ error) {
		if block < from || block >= to || !k.differs(block) {
			return
		}
		if _, ok := wanted[row]; ok {
			delete(wanted, row)
		} else if !k.doubts[block] {
			mends = append(mends, IndexMend{row, false, fmt.Errorf("%w: the block has no such click", analytics.ErrDamaged)})
		}
	})
	for _, row := range wanted.Sorted() {
		mends = append(mends, IndexMend{row, true, fmt.Errorf("%w: the row is missing", analytics.ErrDamaged)})
	}
	return mends, err
}
