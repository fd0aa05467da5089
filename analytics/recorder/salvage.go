package recorder

import (
	"context"
	"errors"
	"log/slog"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// salvage notes which rows are damaged when a recorder is opened. Their values are
// derived from the log and the rollups, and stored again before the recorder starts.
type salvage struct {
	logger *slog.Logger
	rows   []tableRow                 // to put again
	puts   []func(analytics.Tx) error // derived values to put
	runs   map[uint32]bool            // runs of heads that were derived
	erase  []uint32                   // links whose erasure has to begin anew
	shared bool                       // the visitor key is to be removed
	sums   bool                       // all sums are to be made again
}

// lost reports whether a row is damaged, and tells the log what is done about it.
func (s *salvage) lost(err error, instead string) bool {
	if !wire.IsDamage(err) {
		return false
	}
	s.logger.Error("analytics: a stored value is damaged; "+instead, slog.Any("error", err))
	return true
}

// positionFound returns the end of the log. It is not before what other values know of.
func (l *laneLoader) positionFound(end clicklog.Position) *clicklog.Position {
	end.Block = l.block
	return &end
}

// mend stores what was derived. It runs before the recorder starts.
func (r *Recorder) mend(ctx context.Context, store analytics.Store) error {
	s := &r.salvage
	if s.shared {
		err := store.UpdateShared(ctx, func(tx analytics.Tx) error {
			return tx.Delete(analytics.TableShared, []byte(wire.SharedVisitorKey))
		})
		if err != nil {
			return err
		}
	}
	if s.sums {
		if err := r.dropSums(ctx); err != nil {
			return err
		}
	}
	if len(s.rows)+len(s.puts)+len(s.runs)+len(s.erase) == 0 {
		return nil
	}
	return r.lease.UpdateClicks(ctx, r.putSalvaged)
}

// putSalvaged writes the derived values.
func (r *Recorder) putSalvaged(tx analytics.Tx) error {
	s := &r.salvage
	for _, row := range s.rows {
		if err := tx.Put(row.Table, row.Key, row.Value); err != nil {
			return err
		}
	}
	for _, put := range s.puts {
		if err := put(tx); err != nil {
			return err
		}
	}
	for run := range s.runs {
		if err := r.heads.Put(tx, run); err != nil {
			return err
		}
	}
	return r.eraseAnew(tx, s.erase)
}

// eraseAnew begins the erasure of links again.
func (r *Recorder) eraseAnew(tx analytics.Tx, links []uint32) error {
	if len(links) == 0 {
		return nil
	}
	days, err := allRollupDays(tx)
	if err != nil {
		return err
	}
	sums, err := r.reopener(tx)
	if err == nil {
		err = clicklog.CountRewrite(tx)
	}
	if err != nil {
		return err
	}
	for _, link := range links {
		r.heads.Set(link, 0)
		if _, err := r.forgetLink(tx, link, days, &sums); err != nil {
			return err
		}
	}
	return nil
}

// dropSums removes all sums and then what says that days are closed. Until that is done,
// no sum is read.
func (r *Recorder) dropSums(ctx context.Context) error {
	for _, part := range []struct {
		table    analytics.Table
		from, to []byte
	}{
		{analytics.TableSums, nil, nil},
		{analytics.TableMeta, []byte(wire.MetaOpen), wire.AfterOpen()},
		{analytics.TableMeta, []byte(wire.MetaClosed), append([]byte(wire.MetaClosed), 0)},
	} {
		for more := true; more; {
			err := r.lease.UpdateClicks(ctx, func(tx analytics.Tx) error {
				keys, err := firstKeys(tx, part.table, part.from, part.to)
				more = len(keys) == clicklog.RemoveRows
				return errors.Join(err, deleteRows(tx, part.table, keys))
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
