package recorder

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// dropDamaged removes the damaged packs of a range that drop, which gets their first and
// last key, selects.
func (r *Recorder) dropDamaged(ctx context.Context, packs packed.Range, drop func(first, last wire.PackedKey) bool) error {
	for more := true; more; {
		var keys [][]byte
		err := r.unpacked.log.View(ctx, func(tx analytics.Tx) (err error) {
			keys, more, err = packs.Damaged(tx, drop)
			return err
		})
		if err == nil && len(keys) > 0 {
			err = r.updateUnpacked(ctx, func(tx analytics.Tx) error { return deleteRows(tx, analytics.TablePacks, keys) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}
