package analytics

import (
	"context"
	"fmt"
	"time"
)

// AuditQuery chooses the rollups that are recounted. The zero value is all of
// them.
type AuditQuery struct {
	// Links are the numbers of the links. Empty means all.
	Links []uint32
	// From is a time in the first UTC day. Zero means the first there is.
	From time.Time
	// To is the end of the range, exclusive; its UTC day is recounted as a
	// whole. Zero means no end.
	To time.Time
}

// Audit says how the rollups compare with the click log.
type Audit struct {
	// Clicks is the number of requests, of every class, that were recounted:
	// all that rollups have, which is mostly all but those of the last seconds.
	Clicks uint64
	// Rollups is the number of pairs of a day and a link that were compared.
	Rollups int
	// Findings are the differences, at most 10,000, those of the log first.
	// None means that every figure is what the log gives.
	Findings []Finding
	// Omitted is the number of further differences.
	Omitted int
	// Beyond are the UTC days, in order, of which rollups could not be
	// recounted, because their clicks are, or some of them are, beyond
	// retention.
	Beyond []time.Time
}

// Audit recounts the click log and returns every difference between that and
// the rollups that statistics are made of. It also finds records that are
// damaged, and clicks that are missing from the middle of the log: the clicks
// of a link are a chain.
//
// Last it compares the sums of days and months with the rollups that they add up.
//
// It reads the whole log, in order and in short views, also when it is asked
// for some links or days alone, which takes some seconds for a million clicks;
// and it holds at most about 32 MB of figures at a time, however many there are.
// Clicks may be recorded and folded meanwhile. Those that are on disk and not
// folded yet are counted from the log by every answer and have no rollup to
// differ from; see [Recorder.Flush] for those that are not on disk.
//
// The error is about reading the store, or a *[routing.FieldError]; what is
// wrong with what is stored is a finding. Audits, rebuilds and erasures of a
// recorder wait for one another.
func (r *Recorder) Audit(ctx context.Context, query AuditQuery) (*Audit, error) {
	a := &auditor{Audit: new(Audit)}
	err := r.upkeep(ctx, func() error {
		c, err := r.newRecount(ctx, &query, a)
		if err != nil {
			return err
		}
		err = c.run(ctx, func(tx Tx) error { return a.compare(tx, c, nil) }, func() error { return nil })
		if err == nil {
			_, err = r.auditSums(ctx, c.scope, a.found)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: audit: %w", err)
	}
	return a.Audit, nil
}

// newRecount begins a recount whose findings go to an audit. The caller has the
// upkeep.
func (r *Recorder) newRecount(ctx context.Context, query *AuditQuery, a *auditor) (*recount, error) {
	s, err := newScope(query)
	if err != nil {
		return nil, err
	}
	c, err := newRecount(ctx, r.log, s, a.found)
	if err != nil || s.links != nil {
		return c, err
	}
	return c, c.checkRest(ctx)
}
