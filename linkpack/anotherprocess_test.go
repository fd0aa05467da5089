package linkpack_test

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// anotherProcess simulates another process on the same store. It shares links
// and documents but has its own lane of clicks.
type anotherProcess struct {
	linkpack.Store
	clicks analytics.Store
}

// inAnotherProcess returns the store for another process.
func inAnotherProcess(store linkpack.Store) linkpack.Store {
	return anotherProcess{store, memory.New()}
}

func (s anotherProcess) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	return s.clicks.LeaseLane(ctx, lane, owner)
}

func (s anotherProcess) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return s.clicks.ViewClicks(ctx, fn)
}

func (s anotherProcess) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.clicks.UpdateShared(ctx, fn)
}
