package postgres_test

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// envProcess has the address of the database for a test binary that only records.
const envProcess = "LINKPACK_TEST_PROCESS"

// openLanes opens a store for many processes.
func openLanes(ctx context.Context, p *pgxpool.Pool) (linkpack.Store, error) {
	return postgres.Open(ctx, p, &postgres.Options{Lanes: 20, LeaseTTL: time.Second})
}

// recordUntilTold records clicks of link 1 until its input ends. For each it says "s"
// before, and "a" when the click is on disk. It is the main function of a process.
func recordUntilTold(ctx context.Context, dsn string, in io.Reader, out io.Writer) error {
	p, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer p.Close()
	store, err := openLanes(ctx, p)
	if err != nil {
		return err
	}
	defer store.Close()
	r, err := recorder.Open(ctx, store, &analytics.Options{Sync: true, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, in)
		cancel()
	}()
	var running sync.WaitGroup
	for range 4 {
		running.Go(func() { recordClicks(ctx, r, out) })
	}
	running.Wait()
	return r.Close(context.Background())
}

// recordClicks records until ctx ends.
func recordClicks(ctx context.Context, r *recorder.Recorder, out io.Writer) {
	for ctx.Err() == nil {
		_, _ = io.WriteString(out, "s")
		plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
		h := analytics.Hit{Plan: plan, Rule: -1, Visit: &routing.Visit{Time: time.Now(), UserAgent: "Mozilla/5.0 (X11; Linux x86_64)"}}
		if err := r.Record(context.Background(), h); err == nil {
			_, _ = io.WriteString(out, "a")
		}
	}
}
