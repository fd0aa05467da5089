package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// overwrite replaces chunks of the log by what rewrite returns for them. rewrite adds the
// rows of indexes for clicks that it removes; those that no other click of their block
// needs are deleted. Rows that cannot be read are left out; damaged is called for them.
func overwrite(tx analytics.Tx, keys [][]byte, damaged func(error), rewrite func(c *Chunk, removed Index) ([]byte, error)) error {
	removed := make(Index)
	var changed []analytics.Row
	for row, err := range tx.GetAll(analytics.TableLog, keys) {
		if err != nil {
			return err
		}
		chunk, err := ChunkOf(row)
		if err == nil {
			row.Value, err = rewrite(chunk, removed)
		}
		if err != nil {
			damaged(wire.InRow(err, analytics.TableLog, row.Key))
			continue
		}
		changed = append(changed, row)
	}
	for _, row := range changed {
		if err := wire.Replace(tx, analytics.TableLog, row.Key, row.Value); err != nil {
			return err
		}
	}
	return removed.DeleteUnused(tx)
}
