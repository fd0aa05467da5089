package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/analytics"
)

// view is a snapshot of all lanes.
type view struct{ tx *tx }

// ViewClicks implements [analytics.Store]. It runs fn once, since fn may have used what it has
// read. A snapshot conflicts with nothing but the recovery of a standby.
func (s *store) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	return s.once(ctx, snapshot(), func(tx *tx) error { return fn(&view{tx}) })
}

// A lane was closed in order if its lease ended at the beginning of time.
const allLanes = "select lane, epoch, expires_at > now(), case when expires_at > now() then expires_at end," +
	" expires_at <= now() and expires_at > '-infinity'," +
	" exists (select from linkpack_requests q where q.lane = linkpack_lanes.lane) from linkpack_lanes order by lane"

// Lanes implements [analytics.View].
func (v *view) Lanes() ([]analytics.LaneInfo, error) {
	rows, _ := v.tx.conn.Query(v.tx.ctx, allLanes)
	lanes, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (l analytics.LaneInfo, err error) {
		var until *time.Time
		if err = r.Scan(&l.Lane, &l.Epoch, &l.Leased, &until, &l.Expired, &l.Asked); until != nil {
			l.Until = *until
		}
		return l, err
	})
	return lanes, v.tx.fail(err)
}

// Lane implements [analytics.View].
func (v *view) Lane(lane analytics.Lane) analytics.Tx { return &clicksTx{tx: v.tx, lane: lane} }

// Shared implements [analytics.View].
func (v *view) Shared() analytics.Tx { return &clicksTx{tx: v.tx, shared: true} }

// UpdateShared implements [analytics.Store]. A row is locked, so updates run one after
// another in all processes.
func (s *store) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	o := opening{begin: beginLocked, first: "select last from linkpack_counters where name = 'shared' for update"}
	return s.transact(ctx, o, func(tx *tx) error { return fn(&clicksTx{tx: tx, shared: true}) })
}
