package recorder

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// laneOwner returns a description of this process for people.
func laneOwner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return fmt.Sprintf("process %d on %s", os.Getpid(), host)
}

// anyLane leases a lane that nobody has.
const anyLane analytics.Lane = 0

// leaseLane leases a lane, and shows its packed rows as others.
func (r *Recorder) leaseLane(ctx context.Context, store analytics.Store, lane analytics.Lane) error {
	lease, err := store.LeaseLane(ctx, lane, laneOwner())
	if err != nil {
		return err
	}
	t := newTenure(lease)
	r.tenure.Store(t)
	r.unpacked = unpacked{wire.LaneReader{Store: store, Lane: lease.Lane()}, t}
	r.log = wire.LaneReader{Store: packed.Store{Store: store}, Lane: lease.Lane()}
	r.lease = packed.Lease{Lease: t}
	return nil
}

// releaseTime is the time limit for releasing a lane. The lane is released even when
// the context of Close has ended, because no other recorder could open it otherwise.
const releaseTime = time.Second

// release releases the recorder's lane.
func (r *Recorder) release(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTime)
	defer cancel()
	if err := r.lease.Release(ctx); err != nil {
		return fmt.Errorf("analytics: releasing lane %d: %w", r.lease.Lane(), err)
	}
	return nil
}
