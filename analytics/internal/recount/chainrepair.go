package recount

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Relink corrects the link's groups in the block: they point to the link's previous
// clicks.
func (k *BrokenChain) Relink(tx analytics.Tx) error {
	var changed []analytics.Row
	for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(k.Block, k.Link, 0), wire.LogKey(k.Block, wire.NoLink, 0)) {
		if err != nil {
			return err
		}
		chunk, err := clicklog.ChunkOf(row)
		if err == nil {
			row.Value, err = chunk.Rewrite(k.mend)
		}
		if err != nil {
			return wire.InRow(err, analytics.TableLog, row.Key)
		}
		changed = append(changed, row)
		if _, last, _ := wire.SplitLogKey(row.Key); last > k.Link {
			break
		}
	}
	for _, row := range changed {
		if err := tx.Put(analytics.TableLog, row.Key, row.Value); err != nil {
			return err
		}
	}
	return nil
}

// mend corrects a group if it is the link's. All groups are kept.
func (k *BrokenChain) mend(g *clicklog.Group) (keep bool) {
	if g.Link == k.Link {
		g.Back = k.back
	}
	return true
}
