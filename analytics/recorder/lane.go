package recorder

import (
	"context"
	"fmt"
	"os"
	"time"
)

// laneOwner says to people who leases a lane.
func laneOwner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return fmt.Sprintf("process %d on %s", os.Getpid(), host)
}

// releaseTime bounds the release of a lane. A recorder gives it back even when
// whoever closes it does not wait: until then the next one cannot have it.
const releaseTime = time.Second

// release gives the recorder's lane back.
func (r *Recorder) release(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTime)
	defer cancel()
	if err := r.lease.Release(ctx); err != nil {
		return fmt.Errorf("analytics: releasing lane %d: %w", r.lease.Lane(), err)
	}
	return nil
}
