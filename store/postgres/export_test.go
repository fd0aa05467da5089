package postgres

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// Expire lets a lease run out, as if its process did not answer any more.
func Expire(ctx context.Context, held analytics.Lease) error {
	l := held.(*lease)
	l.end()
	_, err := l.store.pool.Exec(ctx, "update linkpack_lanes set expires_at = now() - interval '1 second' where lane = $1", int32(l.lane))
	return err
}
