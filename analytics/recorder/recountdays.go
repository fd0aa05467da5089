package recorder

import (
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// recountDays counts the days of links again whose visitors have changed.
func (r *Recorder) recountDays(ctx context.Context) error {
	for more := true; more; {
		err := r.keepFromFolding(ctx)
		if err == nil {
			more, err = r.recountSome(ctx)
			r.letFold()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// recountSome counts some days again. Nothing must be folded meanwhile. more reports
// whether others may be left.
func (r *Recorder) recountSome(ctx context.Context) (more bool, err error) {
	var done [][]byte
	var mends []recount.Mend
	err = r.log.View(ctx, func(tx analytics.Tx) error {
		prefix := []byte(wire.MetaRecount)
		for row, err := range tx.Scan(analytics.TableMeta, prefix, wire.AfterPrefix(prefix)) {
			if err != nil || len(done) == recountPart {
				return err
			}
			done = append(done, slices.Clone(row.Key))
			mend, err := r.recountOf(tx, row.Key[len(prefix):])
			if err != nil {
				return err
			}
			if mend.Key != nil {
				mends = append(mends, mend)
			}
		}
		return nil
	})
	if err != nil || len(done) == 0 {
		return false, err
	}
	return true, r.update(ctx, func(tx analytics.Tx) error {
		if err := r.putMends(tx, mends); err != nil {
			return err
		}
		return deleteRows(tx, analytics.TableMeta, done)
	})
}

// recountOf returns the right value of a rollup; no Key if it stays. A rollup whose
// clicks are damaged stays, too: it knows more than the log.
func (r *Recorder) recountOf(tx analytics.Tx, key []byte) (recount.Mend, error) {
	if wire.CheckKey(key, 8) != nil {
		return recount.Mend{}, nil
	}
	stored, right, err := rollup.RecountDay(tx, wire.Order.Uint32(key[4:]), wire.Order.Uint32(key))
	if wire.IsDamage(err) {
		r.opts.Logger.Error("analytics: the visitors of a day are not counted again", "error", err)
		return recount.Mend{}, nil
	}
	if err != nil || right == nil {
		return recount.Mend{}, err
	}
	return recount.Mend{Key: slices.Clone(key), Before: slices.Clone(stored), Value: right}, nil
}
