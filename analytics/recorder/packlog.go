package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// blockLimit returns the block of the log from which on nothing can be packed, because there
// are clicks that came on a day or later, or that are not folded, or there are less than so
// many blocks. The present limit is now.
func blockLimit(tx analytics.Tx, now uint64, day uint32, blocks uint64) (limit uint64, err error) {
	marks, err := clicklog.LoadMarks(tx)
	if err != nil {
		return 0, err
	}
	gone, err := clicklog.LoadRemoved(tx)
	if err != nil {
		return 0, err
	}
	limit = max(now, gone.Block/blocks*blocks)
	for {
		last := limit + blocks - 1
		if last > marks.Lowest() {
			return limit, nil
		}
		if generation, err := generationFrom(tx, last); err != nil || generation >= day {
			return limit, err
		}
		limit += blocks
	}
}

// generationFrom returns the generation of the first chunk that can be read from a block on,
// or NoDay.
func generationFrom(tx analytics.Tx, block uint64) (uint32, error) {
	for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(block, 0, 0), nil) {
		if err != nil {
			return 0, err
		}
		if chunk, err := clicklog.ChunkOf(row); err == nil && chunk != nil {
			return chunk.Generation, nil
		}
	}
	return wire.NoDay, nil
}
