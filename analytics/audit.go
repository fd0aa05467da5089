package analytics

import (
	"context"
	"fmt"
	"slices"
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

// maxFindings bounds the memory of an audit.
const maxFindings = 10_000

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
	a := new(Audit)
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
	return a, nil
}

// newRecount begins a recount whose findings go to an audit. The caller has the
// upkeep.
func (r *Recorder) newRecount(ctx context.Context, query *AuditQuery, a *Audit) (*recount, error) {
	s, err := newScope(query)
	if err != nil {
		return nil, err
	}
	c, err := newRecount(ctx, r.store, s, a.found)
	if err != nil || s.links != nil {
		return c, err
	}
	return c, c.checkRest(ctx)
}

// found adds a finding.
func (a *Audit) found(f Finding) {
	if len(a.Findings) == maxFindings {
		a.Omitted++
		return
	}
	a.Findings = append(a.Findings, f)
}

// beyond adds a day.
func (a *Audit) beyond(day uint32) {
	date := dateOf(day)
	if i, found := slices.BinarySearchFunc(a.Beyond, date, time.Time.Compare); !found {
		a.Beyond = slices.Insert(a.Beyond, i, date)
	}
}

// compare compares a window, and what is not part of any in the last one. fix,
// if there is one, is told of everything first.
func (a *Audit) compare(tx Tx, c *recount, fix *rebuild) error {
	if c.last() {
		if err := c.chains.heads(tx, &c.scope, c.damaged); err != nil {
			return err
		}
		if err := c.pairLost(tx, func(p *lostPairing) { fix.lost(p); p.differences(a.found) }, a.beyond); err != nil {
			return err
		}
	}
	return c.pair(tx, func(p *pairing) error {
		a.Rollups++
		if p.recounted != nil {
			a.Clicks += p.recounted.requests()
		}
		if err := fix.rollup(p); err != nil {
			return err
		}
		return p.differences(a.found)
	}, a.beyond)
}
