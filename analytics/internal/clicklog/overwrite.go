package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// hasGroup reports whether a row of the log has a group that wanted selects. If the row
// cannot be read up to there, it calls damaged.
func hasGroup(row analytics.Row, damaged func(error), wanted func(c *Chunk, g *Group) (bool, error)) bool {
	has := false
	chunk, err := ChunkOf(row)
	if err == nil && chunk != nil {
		has, err = chunk.has(wanted)
	}
	if err != nil {
		damaged(wire.InRow(err, analytics.TableLog, row.Key))
	}
	return has
}

// has reports whether the chunk has a group that wanted selects.
func (c *Chunk) has(wanted func(c *Chunk, g *Group) (bool, error)) (bool, error) {
	for g, err := range c.All() {
		if err != nil {
			return false, err
		}
		if has, err := wanted(c, &g); has || err != nil {
			return has, err
		}
	}
	return false, nil
}

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
