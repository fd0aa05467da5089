package recorder

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Audit recounts the click log and returns every difference between the recount and
// the stored rollups. It also finds damaged rows, and clicks that are missing from
// the middle of the log.
//
// Audit reads the whole log in short views, also for a query with only some links
// or days. That takes some seconds for a million clicks. It keeps about 32 MB of
// figures in memory, however many there are. Clicks can be recorded and folded
// meanwhile. Pending clicks have no rollup yet and are not compared. Clicks that
// are not on disk are not seen, see [Recorder.Flush].
//
// The error is a failure to read the store or a *[routing.FieldError]. Damage is not
// an error but a finding. Audits, rebuilds and erasures of a recorder run one at a
// time. Days of which the selection has a part are recounted as a whole.
//
// Audit reads all lanes of the store, one after the other. A lane that another recorder
// has is read again if clicks of it were removed or erased, or days closed, meanwhile.
func (r *Recorder) Audit(ctx context.Context, selection analytics.Selection) (*analytics.Audit, error) {
	all := &analytics.Audit{Findings: []analytics.Finding{}}
	err := r.upkeep(ctx, func() error {
		lanes, err := r.allLanes(ctx)
		if err != nil {
			return err
		}
		for _, l := range lanes {
			a, err := r.auditLane(ctx, l, &selection)
			if err != nil {
				return err
			}
			recount.Join(all, a, l.log.Lane)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: audit: %w", err)
	}
	return all, nil
}

// auditLane audits a lane. It must be called from within upkeep.
func (r *Recorder) auditLane(ctx context.Context, l *lane, selection *analytics.Selection) (*analytics.Audit, error) {
	if l == r.lane {
		return l.audit(ctx, l.log, selection)
	}
	return l.auditOfOther(ctx, selection)
}

// audit recounts the clicks of a lane, which log reads.
func (l *lane) audit(ctx context.Context, log wire.LaneReader, selection *analytics.Selection) (*analytics.Audit, error) {
	a := &recount.Auditor{Audit: &analytics.Audit{}}
	c, err := newRecount(ctx, log, selection, a)
	if err != nil {
		return nil, err
	}
	err = c.Run(ctx, func(tx analytics.Tx) error { return a.Compare(tx, c, nil) }, func() error { return nil })
	if err == nil {
		err = c.CompareIndexes(ctx, nil)
	}
	if err == nil {
		_, err = l.auditSums(ctx, log, c.AuditScope, a.Found)
	}
	return a.Audit, err
}

// newRecount returns a recount of a lane whose findings go to an audit. It must be called
// from within upkeep.
func newRecount(ctx context.Context, log wire.LaneReader, selection *analytics.Selection, a *recount.Auditor) (*recount.Recount, error) {
	s, err := recount.NewAuditScope(selection)
	if err != nil {
		return nil, err
	}
	c, err := recount.NewRecount(ctx, log, s, a.Found)
	if err != nil || s.Links != nil {
		return c, err
	}
	return c, c.CheckOtherTables(ctx)
}
