package recorder

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
)

// OpenFoldingInParts opens a recorder that interrupts its folds after each link.
func OpenFoldingInParts(ctx context.Context, store analytics.Store, opts *analytics.Options) (*Recorder, error) {
	r, err := newRecorder(ctx, store, opts)
	if err == nil {
		r.folder.Limit = 1
		r.start()
	}
	return r, err
}

// UpdateLane changes the lane of a recorder behind its back.
func UpdateLane(ctx context.Context, r *Recorder, fn func(analytics.Tx) error) error {
	return r.lease.UpdateClicks(ctx, fn)
}

// AuditInWindows audits everything with a bound of the memory of a window.
func AuditInWindows(ctx context.Context, r *Recorder, limit int) (*analytics.Audit, error) {
	a := &recount.Auditor{Audit: new(analytics.Audit)}
	return a.Audit, r.upkeep(ctx, func() error {
		c, err := r.newRecount(ctx, &analytics.Selection{}, a)
		if err != nil {
			return err
		}
		c.Limit = limit
		return c.Run(ctx, func(tx analytics.Tx) error { return a.Compare(tx, c, nil) }, func() error { return nil })
	})
}
