package httpadapter_test

import (
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
)

// window is a store of one fixed window for one client, in place of a database.
type window struct{ used int }

func (w *window) Take(_ context.Context, t httpadapter.LimitTake) (httpadapter.LimitTaken, error) {
	w.used -= t.Unused
	taken := min(t.Wanted, t.Limit.Requests-w.used)
	w.used += taken
	return httpadapter.LimitTaken{Taken: taken, Remaining: t.Limit.Requests - w.used, Reset: time.Minute}, nil
}

// Two processes share a limit. Package store/postgres/limits counts in a database.
func ExampleSharedLimiter() {
	ctx, store := context.Background(), new(window)
	one, other := httpadapter.NewSharedLimiter(store, nil), httpadapter.NewSharedLimiter(store, nil)

	limit := httpadapter.Limit{Requests: 3, Window: time.Minute, Fixed: true}
	for _, process := range []*httpadapter.SharedLimiter{one, one, other, other} {
		quota, err := process.Allow(ctx, "client", limit)
		fmt.Println(quota.Allowed, quota.Remaining, err)
	}
	// Output:
	// true 2 <nil>
	// true 1 <nil>
	// true 0 <nil>
	// false 0 <nil>
}
