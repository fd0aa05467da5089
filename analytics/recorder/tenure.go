package recorder

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// tenure is the recorder's lease of a lane, which notes when it is lost.
type tenure struct {
	analytics.Lease
	life context.Context // ends when the lease is lost
	end  context.CancelFunc
}

func newTenure(lease analytics.Lease) *tenure {
	life, end := context.WithCancel(context.Background())
	return &tenure{lease, life, end}
}

// UpdateClicks implements [analytics.Lease].
func (t *tenure) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	return t.note(t.Lease.UpdateClicks(ctx, fn))
}

// Renew implements [analytics.Lease].
func (t *tenure) Renew(ctx context.Context) ([]analytics.Request, error) {
	requests, err := t.Lease.Renew(ctx)
	return requests, t.note(err)
}

// Fulfil implements [analytics.Lease].
func (t *tenure) Fulfil(ctx context.Context, ids ...string) error {
	return t.note(t.Lease.Fulfil(ctx, ids...))
}

// note notes that the lease is lost if an error says so. It returns the error.
func (t *tenure) note(err error) error {
	if errors.Is(err, analytics.ErrLeaseLost) {
		t.end()
	}
	return err
}

// isLost reports whether the lease is known to be lost.
func (t *tenure) isLost() bool { return t.life.Err() != nil }

// lost returns the error of what cannot be done because the lease is lost.
func (t *tenure) lost() error {
	return fmt.Errorf("lane %d: %w", t.Lane(), analytics.ErrLeaseLost)
}

// jobOf is the key of the tenure for which the work of a context was begun.
type jobOf struct{}

// during runs fn with a context that ends when the lease is lost.
func (t *tenure) during(ctx context.Context, fn func(context.Context) error) error {
	if ctx.Value(jobOf{}) == nil {
		ctx = context.WithValue(ctx, jobOf{}, t)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.life, cancel)()
	err := fn(ctx)
	if err != nil && t.isLost() && !errors.Is(err, analytics.ErrLeaseLost) {
		return fmt.Errorf("%w: %w", t.lost(), err)
	}
	return err
}

// checkJob returns an error if the work of a context was begun for a lease that is lost.
// What it knows of the lane can be wrong in another one.
func checkJob(ctx context.Context) error {
	if t, ok := ctx.Value(jobOf{}).(*tenure); ok && t.isLost() {
		return t.lost()
	}
	return nil
}
