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
// Last it compares the sums of days and months with the rollups that they add up.
//
// It reads the whole log, in order and in short views, also when it is asked
// for some links or days alone, which takes some seconds for a million clicks;
// and it holds at most about 32 MB of figures at a time, however many there are.
// Clicks may be recorded and folded meanwhile. Those that are on disk and not
// folded yet are counted from the log by every answer and have no rollup to
// differ from; see [Recorder.Flush] for those that are not on disk.
//
// The error is a failure to read the store or a *[routing.FieldError]. Damage is not
// an error but a finding. Audits, rebuilds and erasures of a recorder run one at a
// time. Days of which the selection has a part are recounted as a whole.
func (r *Recorder) Audit(ctx context.Context, selection analytics.Selection) (*analytics.Audit, error) {
	a := &recount.Auditor{Audit: new(analytics.Audit)}
	err := r.upkeep(ctx, func() error {
		c, err := r.newRecount(ctx, &selection, a)
		if err != nil {
			return err
		}
		err = c.Run(ctx, func(tx analytics.Tx) error { return a.Compare(tx, c, nil) }, func() error { return nil })
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
