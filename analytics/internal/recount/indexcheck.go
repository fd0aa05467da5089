package recount

import (
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
	oldest      uint64 // block of the log, which may be before first while blocks are removed
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

// newIndexCheck returns a check of the blocks after those that are gone.
func newIndexCheck(tx analytics.Tx, gone uint64) (*indexCheck, error) {
	end, err := clicklog.LoadPosition(tx)
	if err != nil {
		return nil, err
	}
	k := &indexCheck{
		seed: maphash.MakeSeed(), first: gone + 1, last: end.Block, oldest: end.Block + 1, rows: make(clicklog.Index), doubts: make(map[uint64]bool),
	}
	if k.last >= k.first {
		k.width = (k.last-k.first)/indexRanges + 1
	}
	for row, err := range tx.Scan(analytics.TableLog, nil, nil) {
		if err != nil {
			return nil, err
		}
		if block, _, err := wire.SplitLogKey(row.Key); err == nil {
			k.oldest = min(k.oldest, block)
			break
		}
	}
	return k, nil
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
