package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// lease is a recorder's right to write to a lane. The epoch of the lane's row fences it:
// who leases the lane raises the epoch, and every statement of the lease asks for its own.
type lease struct {
	store *store
	lane  analytics.Lane
	epoch int64
	// writer holds one token, taken by whoever updates the lane.
	writer chan struct{}
	// life ends with the lease, by end, or with the store.
	life context.Context
	end  context.CancelFunc
}

func newLease(s *store, lane analytics.Lane, epoch int64) *lease {
	l := &lease{store: s, lane: lane, epoch: epoch, writer: make(chan struct{}, 1)}
	l.life, l.end = context.WithCancel(s.life)
	return l
}

// keep renews the lease until it ends, so that a recorder with nothing to write has it as
// long as the process runs.
func (l *lease) keep() {
	interval := l.store.opts.LeaseTTL / 3
	beats := time.NewTicker(interval)
	defer beats.Stop()
	for {
		select {
		case <-l.life.Done():
			return
		case <-beats.C:
			l.beat(interval)
		}
	}
}

// beat renews the lease. If that fails or takes too long, the next beat tries again, and
// an update tells whether the lease is lost.
func (l *lease) beat(limit time.Duration) {
	ctx, cancel := context.WithTimeout(l.life, limit)
	defer cancel()
	_, _ = l.store.pool.Exec(ctx, renewLane, l.renewal()...)
}

// Lane implements [analytics.Lease].
func (l *lease) Lane() analytics.Lane { return l.lane }

// Epoch implements [analytics.Lease].
func (l *lease) Epoch() uint64 { return uint64(l.epoch) }

// The clock is that of the statement, since a transaction may have begun long before.
const (
	renewLane = "update linkpack_lanes set expires_at = clock_timestamp() + $3::bigint * interval '1 millisecond'" +
		" where lane = $1 and epoch = $2 and expires_at > '-infinity' returning request"
	releaseLane = "update linkpack_lanes set expires_at = '-infinity' where lane = $1 and epoch = $2"
)

// renewed begins a transaction that renews the lease and locks the lane.
func (l *lease) renewed() opening {
	return opening{begin: beginLocked, first: renewLane, args: l.renewal(), none: l.lost()}
}

// renewal returns the arguments of renewLane.
func (l *lease) renewal() []any {
	return []any{int32(l.lane), l.epoch, l.store.opts.LeaseTTL.Milliseconds()}
}

func (l *lease) lost() error {
	return fmt.Errorf("postgres: lane %d: %w", l.lane, analytics.ErrLeaseLost)
}

// UpdateClicks implements [analytics.Lease].
func (l *lease) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	select {
	case l.writer <- struct{}{}:
		defer func() { <-l.writer }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return l.store.transact(ctx, l.renewed(), func(tx *tx) error { return fn(&clicksTx{tx: tx, lane: l.lane}) })
}

// Release implements [analytics.Lease]. It does nothing once the store is closed: the
// lease runs out.
func (l *lease) Release(ctx context.Context) error {
	select {
	case l.writer <- struct{}{}:
		defer func() { <-l.writer }()
	case <-ctx.Done():
		return ctx.Err()
	}
	l.end()
	err := l.store.repeat(ctx, func() error {
		_, err := l.store.pool.Exec(ctx, releaseLane, int32(l.lane), l.epoch)
		return failed(err)
	})
	if errors.Is(err, analytics.ErrClosed) {
		return nil
	}
	return err
}
