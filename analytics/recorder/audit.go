package recorder

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
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
func (r *Recorder) Audit(ctx context.Context, selection analytics.Selection) (*analytics.Audit, error) {
	a := &recount.Auditor{Audit: &analytics.Audit{Findings: []analytics.Finding{}}}
	err := r.upkeep(ctx, func(ctx context.Context) error {
		c, err := r.newRecount(ctx, &selection, a)
		if err != nil {
			return err
		}
		err = c.Run(ctx, func(tx analytics.Tx) error { return a.Compare(tx, c, nil) }, func() error { return nil })
		if err == nil {
			err = c.CompareIndexes(ctx, nil)
		}
		if err == nil {
			_, err = r.auditSums(ctx, c.AuditScope, a.Found)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: audit: %w", err)
	}
	return a.Audit, nil
}

// newRecount returns a recount whose findings go to an audit. It must be called from
// within upkeep.
func (r *Recorder) newRecount(ctx context.Context, selection *analytics.Selection, a *recount.Auditor) (*recount.Recount, error) {
	s, err := recount.NewAuditScope(selection)
	if err != nil {
		return nil, err
	}
	c, err := recount.NewRecount(ctx, r.log, s, a.Found)
	if err != nil || s.Links != nil {
		return c, err
	}
	return c, c.CheckOtherTables(ctx)
}
