package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/analytics"
)

// LeaseLane implements [analytics.Store].
func (s *store) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	if int(lane) > s.opts.Lanes {
		return nil, fmt.Errorf("postgres: no lane %d: the store has %d", lane, s.opts.Lanes)
	}
	for {
		l, err := s.tryLease(ctx, lane, owner)
		if err != nil {
			return nil, err
		}
		if l != nil {
			s.running.Go(l.keep)
			return l, nil
		}
	}
}

// tryLease leases a lane, or any lane if it is 0. It returns nil if another process was
// quicker.
func (s *store) tryLease(ctx context.Context, lane analytics.Lane, owner string) (l *lease, err error) {
	err = s.transact(ctx, opening{begin: beginLocked, first: "select 1::bigint"}, func(tx *tx) error {
		chosen, epoch, err := tx.choose(lane, s.opts.Lanes)
		if err != nil {
			return err
		}
		taken, err := tx.takeLane(chosen, epoch, owner, s.opts.LeaseTTL.Milliseconds())
		if l = nil; taken {
			l = newLease(s, chosen, epoch+1)
		}
		return err
	})
	return l, err
}

// A lane that was closed in order comes before one whose lease has run out.
const (
	closedLane  = "select lane, epoch from linkpack_lanes where expires_at = '-infinity' and lane between 1 and $1 order by lane limit 1"
	expiredLane = "select lane, epoch from linkpack_lanes where expires_at < now() and lane between 1 and $1 order by lane limit 1"
	newLane     = "select min(n) from generate_series(1, $1::int) n where (select count(*) from linkpack_lanes where lane = n) = 0"
	ownedLane   = "select epoch, expires_at < now(), owner from linkpack_lanes where lane = $1"
	takeLane    = "update linkpack_lanes set owner = $3, epoch = epoch + 1, expires_at = clock_timestamp() + $4::bigint * interval '1 millisecond'" +
		" where lane = $1 and epoch = $2 and expires_at < clock_timestamp()"
	makeLane = "insert into linkpack_lanes (lane, epoch, owner, expires_at, request)" +
		" values ($1, $2::bigint + 1, $3, clock_timestamp() + $4::bigint * interval '1 millisecond', 0) on conflict do nothing"
)

// noEpoch is that of a lane which does not exist.
const noEpoch = 0

// choose returns the lane to lease and its epoch.
func (t *tx) choose(wanted analytics.Lane, lanes int) (lane analytics.Lane, epoch int64, err error) {
	if wanted == 0 {
		return t.freeLane(lanes)
	}
	epoch, err = t.freeEpoch(wanted)
	return wanted, epoch, err
}

// freeLane returns one of some lanes that nobody has, and its epoch.
func (t *tx) freeLane(lanes int) (lane analytics.Lane, epoch int64, err error) {
	for _, sql := range []string{closedLane, expiredLane} {
		err := t.conn.QueryRow(t.ctx, sql, lanes).Scan(&lane, &epoch)
		if err == nil || !errors.Is(err, pgx.ErrNoRows) {
			return lane, epoch, t.fail(err)
		}
	}
	var next *int32 // null if there is none
	if err := t.conn.QueryRow(t.ctx, newLane, lanes).Scan(&next); err != nil {
		return 0, 0, t.fail(err)
	}
	if next == nil {
		return 0, 0, fmt.Errorf("postgres: all lanes, of which there are %d: %w", lanes, analytics.ErrLeased)
	}
	return analytics.Lane(*next), noEpoch, nil
}

// freeEpoch returns the epoch of a lane that can be leased.
func (t *tx) freeEpoch(lane analytics.Lane) (epoch int64, err error) {
	var free bool
	var owner string
	err = t.conn.QueryRow(t.ctx, ownedLane, int32(lane)).Scan(&epoch, &free, &owner)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return noEpoch, nil
	case err == nil && !free:
		return 0, fmt.Errorf("postgres: lane %d: %w, %s", lane, analytics.ErrLeased, owner)
	}
	return epoch, t.fail(err)
}

// takeLane leases a lane, unless somebody else has leased it since its epoch was read.
func (t *tx) takeLane(lane analytics.Lane, epoch int64, owner string, ttl int64) (taken bool, err error) {
	sql := takeLane
	if epoch == noEpoch {
		sql = makeLane
	}
	owner = strings.ToValidUTF8(strings.ReplaceAll(owner, "\x00", ""), "")
	tag, err := t.conn.Exec(t.ctx, sql, int32(lane), epoch, owner, ttl)
	return tag.RowsAffected() == 1, t.fail(err)
}
