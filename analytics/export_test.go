package analytics

import "context"

// OpenFoldingInParts opens a recorder that interrupts its folds after each link.
func OpenFoldingInParts(ctx context.Context, store Store, opts *Options) (*Recorder, error) {
	r, err := newRecorder(ctx, store, opts)
	if err == nil {
		r.folder.limit = 1
		r.start()
	}
	return r, err
}

// UpdateLane changes the lane of a recorder behind its back.
func UpdateLane(ctx context.Context, r *Recorder, fn func(Tx) error) error {
	return r.lease.UpdateClicks(ctx, fn)
}

// AuditInWindows audits everything with a bound of the memory of a window.
func AuditInWindows(ctx context.Context, r *Recorder, limit int) (*Audit, error) {
	a := &auditor{Audit: new(Audit)}
	return a.Audit, r.upkeep(ctx, func() error {
		c, err := r.newRecount(ctx, &AuditQuery{}, a)
		if err != nil {
			return err
		}
		c.limit = limit
		return c.run(ctx, func(tx Tx) error { return a.compare(tx, c, nil) }, func() error { return nil })
	})
}

// CloseDays has all sums made that can be.
func CloseDays(ctx context.Context, r *Recorder) error { return r.closeDays(ctx, false) }
