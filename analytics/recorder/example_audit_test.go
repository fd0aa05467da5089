package recorder_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Whoever doubts a figure has it recounted from the log of clicks.
func ExampleRecorder_Audit() {
	ctx := context.Background()
	store := memory.New()
	rec, err := recorder.Open(ctx, store, nil)
	if err != nil {
		log.Fatal(err)
	}
	for range 3 {
		if err := rec.Record(ctx, hit(7)); err != nil {
			log.Fatal(err)
		}
		if err := rec.Flush(ctx); err != nil { // makes it a block of its own
			log.Fatal(err)
		}
	}
	if err := rec.Close(ctx); err != nil { // folds everything
		log.Fatal(err)
	}

	// Somebody's program removes a click from the log.
	lease, err := store.LeaseLane(ctx, 0, "somebody's program")
	if err != nil {
		log.Fatal(err)
	}
	err = lease.UpdateClicks(ctx, func(tx analytics.Tx) error {
		for row, err := range tx.Scan(analytics.TableLog, nil, nil) {
			if err != nil {
				return err
			}
			return tx.Delete(analytics.TableLog, row.Key)
		}
		return nil
	})
	if err := errors.Join(err, lease.Release(ctx)); err != nil {
		log.Fatal(err)
	}

	rec, err = recorder.Open(ctx, store, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)
	audit, err := rec.Audit(ctx, analytics.Selection{Links: []uint32{7}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(audit.Clicks, "clicks recounted")
	for _, finding := range audit.Findings[:4] {
		fmt.Println(finding)
	}
	// Output:
	// 2 clicks recounted
	// log block 1: analytics: stored value is damaged: the clicks of link 7 are missing
	// 2026-03-28, link 7: first block: stored 1, recounted 2
	// 2026-03-28, link 7: human requests at 12:00: stored 3, recounted 2
	// 2026-03-28, link 7: clicks of country "DE": stored 3, recounted 2
}

// A rollup that was damaged is made again from the log.
func ExampleRecorder_Rebuild() {
	ctx := context.Background()
	store := memory.New()
	rec, err := recorder.Open(ctx, store, nil)
	if err != nil {
		log.Fatal(err)
	}
	for range 3 {
		if err := rec.Record(ctx, hit(7)); err != nil {
			log.Fatal(err)
		}
	}
	if err := rec.Close(ctx); err != nil { // folds everything
		log.Fatal(err)
	}
	lease, err := store.LeaseLane(ctx, 0, "somebody's program")
	if err != nil {
		log.Fatal(err)
	}
	err = lease.UpdateClicks(ctx, func(tx analytics.Tx) error {
		for row, err := range tx.Scan(analytics.TableRollups, nil, nil) {
			if err != nil {
				return err
			}
			return tx.Put(analytics.TableRollups, row.Key, []byte("x"))
		}
		return nil
	})
	if err := errors.Join(err, lease.Release(ctx)); err != nil {
		log.Fatal(err)
	}

	rec, err = recorder.Open(ctx, store, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)
	for range 2 {
		found, err := rec.Rebuild(ctx, analytics.Selection{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(found.Findings), found.Findings)
	}
	// Output:
	// 1 [rollup of 2026-03-28, link 7: analytics: stored value is damaged: 1 bytes are too short]
	// 0 []
}

// Nothing is left of the clicks of a link, and other links keep theirs.
func ExampleRecorder_EraseClicks() {
	ctx := context.Background()
	rec, err := recorder.Open(ctx, memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)
	for _, link := range []uint32{7, 7, 8} {
		if err := rec.Record(ctx, hit(link)); err != nil {
			log.Fatal(err)
		}
	}
	if err := rec.EraseClicks(ctx, []uint32{7}); err != nil {
		log.Fatal(err)
	}
	for _, link := range []uint32{7, 8} {
		stats, err := rec.Stats(ctx, analytics.Query{Links: []uint32{link}, From: noon, To: noon.Add(1)})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("link", link, "has", stats.Clicks(), "clicks")
	}
	// Output:
	// link 7 has 0 clicks
	// link 8 has 1 clicks
}
