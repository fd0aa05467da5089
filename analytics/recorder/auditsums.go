package recorder

import (
	"bytes"
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// auditWork is about the number of rows that one view of an audit of sums reads for them.
const auditWork = 1000

// sumAudit compares sums with the rollups that they add up. The rollups were compared
// with the log before.
type sumAudit struct {
	recount.AuditScope
	lane   *lane
	log    wire.LaneReader // of lane
	found  func(analytics.Finding)
	wrong  []wire.SumKey        // to be made again
	next   []byte               // key at which the next view begins; nil at the end
	seen   map[wire.SumKey]bool // checked by lacks
	totals *countedTotals       // of some links, if all links are audited
	count  bool                 // whether the total at next needs others to be counted

	summer tally.Summer // of the view
	stop   func() error
}

// auditSums checks the stored sums of a scope and looks for missing ones. It returns
// the sums that are wrong. It must be called in upkeep.
func (l *lane) auditSums(ctx context.Context, log wire.LaneReader, s recount.AuditScope, found func(analytics.Finding)) ([]wire.SumKey, error) {
	a := sumAudit{AuditScope: s, lane: l, log: log, found: found, seen: make(map[wire.SumKey]bool), stop: ctx.Err}
	for _, step := range []func(analytics.Tx) error{a.stored, a.missing} {
		a.next = []byte{}
		for a.next != nil {
			if err := log.View(ctx, func(tx analytics.Tx) error { return a.view(tx, step) }); err != nil {
				return nil, err
			}
			if err := a.countTotals(ctx); err != nil {
				return nil, err
			}
		}
	}
	return a.wrong, nil
}

// countTotals counts the totals of the next links, if they are needed.
func (a *sumAudit) countTotals(ctx context.Context) error {
	if !a.count {
		return nil
	}
	a.count = false
	k, err := wire.SumKeyOf(a.next)
	if err == nil {
		a.totals, err = countTotals(ctx, a.log, k.Number)
	}
	return err
}

// view does a part of a step in a view.
func (a *sumAudit) view(tx analytics.Tx, step func(analytics.Tx) error) (err error) {
	a.summer = tally.Summer{Tx: tx, Members: a.lane.membersOf, Fresh: true, Stop: a.stop}
	if a.summer.Closed, err = rollup.LoadClosed(tx); err != nil {
		return err
	}
	return step(tx)
}

// stored compares sums that are there.
func (a *sumAudit) stored(tx analytics.Tx) error {
	from := a.next
	a.next = nil
	for row, err := range tx.Scan(analytics.TableSums, from, nil) {
		if err != nil {
			return err
		}
		k, err := wire.SumKeyOf(row.Key)
		a.count = err == nil && k.Kind == wire.SumAll && k.Possible() && a.Links == nil && !a.totals.has(k.Number)
		if a.count || a.summer.Work > auditWork {
			a.next = bytes.Clone(row.Key)
			return nil
		}
		a.summer.Work++
		if err := a.row(row, k, err); err != nil {
			return err
		}
	}
	return nil
}

// row compares a row. One that is damaged is a finding, also one of which err says that
// the key is.
func (a *sumAudit) row(row analytics.Row, k wire.SumKey, err error) error {
	if err != nil {
		a.found(analytics.Finding{Err: wire.InRow(err, analytics.TableSums, row.Key)})
		return nil
	}
	if k.Possible() && !a.asks(k) {
		return nil
	}
	if _, err := wire.Unseal(row.Value); err != nil {
		first, _ := k.Links()
		a.found(analytics.Finding{Link: first, Err: wire.InRow(err, analytics.TableSums, row.Key)})
		a.wrong = append(a.wrong, k)
		return nil
	}
	return a.compare(k, row.Value)
}

// asks reports whether a sum is in the scope.
func (a *sumAudit) asks(k wire.SumKey) bool {
	first, after := k.Days()
	return a.hasLinks(k) && first < a.After && after > a.First
}

// hasLinks reports whether the scope includes links of a sum.
func (a *sumAudit) hasLinks(k wire.SumKey) bool {
	first, after := k.Links()
	return a.Wants(first, after-1)
}

// compare compares a stored sum with the rollups.
func (a *sumAudit) compare(k wire.SumKey, stored []byte) error {
	var right []byte
	if k.Kind == wire.SumAll || a.summer.Closed.Has(k, k.Index) {
		var err error
		if right, err = a.right(k); wire.IsDamage(err) {
			return nil // the audit of rollups reports it
		} else if err != nil {
			return err
		}
	}
	if bytes.Equal(stored, right) {
		return nil
	}
	a.differs(k, stored, right)
	return nil
}

// right makes a sum from the rollups.
func (a *sumAudit) right(k wire.SumKey) ([]byte, error) {
	if k.Kind == wire.SumAll && k.Possible() && a.totals.has(k.Number) {
		return a.totals.value(k.Number)
	}
	return a.summer.Make(k)
}

// differs reports a wrong sum.
func (a *sumAudit) differs(k wire.SumKey, stored, right []byte) {
	day, _ := k.Days()
	link, _ := k.Links()
	f := analytics.Finding{Figure: k.Figure(), Link: link, Stored: rollup.RequestsIn(k, stored), Recounted: rollup.RequestsIn(k, right)}
	if k.Kind != wire.SumAll {
		f.Day = wire.DateOf(day)
	}
	a.found(f)
	a.wrong = append(a.wrong, k)
}

// missing looks for missing sums: for each rollup, those that should include it.
func (a *sumAudit) missing(tx analytics.Tx) error {
	from := a.next
	a.next = nil
	rows := 0
	for row, err := range wire.PastDamage(tx).Scan(analytics.TableRollups, later(from, wire.PairKey(a.First, 0)), wire.PairKey(a.AuditScope.After, 0)) {
		if err != nil {
			return err
		}
		if rows++; rows > 4*clicklog.ScanRows || a.summer.Work > auditWork {
			a.next = bytes.Clone(row.Key)
			return nil
		}
		if wire.CheckKey(row.Key, 8) != nil {
			continue
		}
		day, link := wire.Order.Uint32(row.Key), wire.Order.Uint32(row.Key[4:])
		for _, k := range wire.SumsOf(link, a.lane.workspaceOf(link), day) {
			if err := a.lacks(k, day); err != nil {
				return err
			}
		}
	}
	return nil
}

// later returns the later of two keys.
func later(a, b []byte) []byte {
	if bytes.Compare(a, b) > 0 {
		return a
	}
	return b
}

// lacks reports a sum that includes a day if it is missing and not open.
func (a *sumAudit) lacks(k wire.SumKey, day uint32) error {
	if a.seen[k] || !a.summer.Closed.Has(k, day) || !a.hasLinks(k) {
		return nil
	}
	if len(a.seen) > rollup.MaxOpened {
		clear(a.seen)
	}
	a.seen[k] = true
	stored, err := a.summer.Tx.Get(analytics.TableSums, k.Bytes())
	if err != nil || stored != nil {
		return err
	}
	open, err := rollup.IsOpen(a.summer.Tx, k)
	if err != nil || open {
		return err
	}
	if k.Kind == wire.SumMonth && len(a.lane.membersOf(k.Number)) == 0 {
		if own, err := a.summer.HasOwnRow(k); err != nil || !own {
			return err
		}
	}
	return a.compare(k, nil)
}

// reopenAll has sums made again.
func (r *Recorder) reopenAll(ctx context.Context, wrong []wire.SumKey) error {
	for len(wrong) > 0 {
		part := wrong[:min(len(wrong), clicklog.RemoveRows)]
		err := r.update(ctx, func(tx analytics.Tx) error {
			o := rollup.Reopener{Tx: tx}
			for _, k := range part {
				if err := o.Open(k); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		wrong = wrong[len(part):]
	}
	return closeParts(func(from []byte) ([]byte, bool, error) { return r.closePart(ctx, false, from) })
}
