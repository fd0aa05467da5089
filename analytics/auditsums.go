package analytics

import (
	"bytes"
	"context"
)

// sumAudit compares the sums with the rollups that they add up, which are compared
// with the log before.
type sumAudit struct {
	scope
	recorder *Recorder
	found    func(Finding)
	wrong    []sumKey // that are to be made again
	next     []byte   // of the table that is read
	seen     map[sumKey]bool

	summer summer // of the view
	stop   func() error
}

// auditSums compares the sums of a scope: those that are there, and those that
// should be. It returns the sums that are wrong. The caller has the upkeep.
func (r *Recorder) auditSums(ctx context.Context, s scope, found func(Finding)) ([]sumKey, error) {
	a := sumAudit{scope: s, recorder: r, found: found, seen: make(map[sumKey]bool), stop: ctx.Err}
	for _, step := range []func(Tx) error{a.stored, a.missing} {
		a.next = []byte{}
		for a.next != nil {
			if err := r.log.view(ctx, func(tx Tx) error { return a.view(tx, step) }); err != nil {
				return nil, err
			}
		}
	}
	return a.wrong, nil
}

// view does a part of a step in a view.
func (a *sumAudit) view(tx Tx, step func(Tx) error) (err error) {
	a.summer = summer{tx: tx, members: a.recorder.membersOf, fresh: true, stop: a.stop}
	if a.summer.closed, err = loadClosed(tx); err != nil {
		return err
	}
	return step(tx)
}

// stored compares sums that are there.
func (a *sumAudit) stored(tx Tx) error {
	from := a.next
	a.next = nil
	for row, err := range tx.Scan(TableSums, from, nil) {
		if err != nil {
			return err
		}
		if a.summer.work > closeWork {
			a.next = bytes.Clone(row.Key)
			return nil
		}
		a.summer.work++
		if err := a.row(row); err != nil {
			return err
		}
	}
	return nil
}

// row compares a row. One that is damaged is a finding.
func (a *sumAudit) row(row Row) error {
	k, err := sumKeyOf(row.Key)
	if err != nil {
		a.found(Finding{Figure: FigureRecord, Err: inRow(err, TableSums, row.Key)})
		return nil
	}
	if !a.asks(k) {
		return nil
	}
	if _, err := unseal(row.Value); err != nil {
		a.found(Finding{Figure: FigureRecord, Link: k.number, Err: inRow(err, TableSums, row.Key)})
		a.wrong = append(a.wrong, k)
		return nil
	}
	return a.compare(k, row.Value)
}

// asks reports whether a sum is in the scope.
func (a *sumAudit) asks(k sumKey) bool {
	first, after := k.days()
	return a.has(k.number) && first < a.after && after > a.first
}

// compare compares a sum as it is stored with what it should be.
func (a *sumAudit) compare(k sumKey, stored []byte) error {
	var right []byte
	if a.isClosed(k) {
		var err error
		if right, err = a.summer.make(k); isDamage(err) {
			return nil // the rollup is found to be damaged
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

// isClosed reports whether a sum should be there.
func (a *sumAudit) isClosed(k sumKey) bool {
	switch k.kind {
	case sumDay:
		return a.summer.closed.hasDay(k.number, k.index)
	case sumMonth:
		return a.summer.closed.hasMonth(k.number, k.index)
	}
	return k.kind == sumAll
}

// differs reports a sum that is not what it should be.
func (a *sumAudit) differs(k sumKey, stored, right []byte) {
	first, _ := k.days()
	f := Finding{Figure: FigureSum, Link: k.number, Of: k.span(), Stored: requestsIn(k, stored), Recounted: requestsIn(k, right)}
	if k.kind != sumAll {
		f.Day = dateOf(first)
	}
	a.found(f)
	a.wrong = append(a.wrong, k)
}

// missing looks for sums that should be there, of each rollup.
func (a *sumAudit) missing(tx Tx) error {
	from := a.next
	a.next = nil
	rows := 0
	for row, err := range tx.Scan(TableRollups, later(from, pairKey(a.first, 0)), pairKey(a.scope.after, 0)) {
		if err != nil {
			return err
		}
		if rows++; rows > 4*scanRows {
			a.next = bytes.Clone(row.Key)
			return nil
		}
		if checkKey(row.Key, 8) != nil || order.Uint32(row.Key[4:]) == noLink {
			continue
		}
		for _, k := range a.sumsOf(order.Uint32(row.Key), order.Uint32(row.Key[4:])) {
			if err := a.lacks(k); err != nil {
				return err
			}
		}
	}
	return nil
}

// later returns the key that comes later.
func later(a, b []byte) []byte {
	if bytes.Compare(a, b) > 0 {
		return a
	}
	return b
}

// sumsOf returns the sums that have a link's day.
func (a *sumAudit) sumsOf(day, link uint32) []sumKey {
	keys := []sumKey{{sumMonth, link, monthOf(day)}}
	if a.summer.closed.hasDay(link, day) {
		keys = append(keys, sumKey{sumAll, link, 0})
	}
	if workspace := a.recorder.workspaceOf(link); workspace != 0 {
		keys = append(keys, sumKey{sumDay, workspace, day}, sumKey{sumMonth, workspace, monthOf(day)})
	}
	return keys
}

// lacks reports a sum that is missing.
func (a *sumAudit) lacks(k sumKey) error {
	if a.seen[k] || !a.isClosed(k) || !a.has(k.number) {
		return nil
	}
	if len(a.seen) > maxOpened {
		clear(a.seen)
	}
	a.seen[k] = true
	stored, err := a.summer.tx.Get(TableSums, k.bytes())
	if err != nil || stored != nil {
		return err
	}
	open, err := isOpen(a.summer.tx, k)
	if err != nil || open {
		return err
	}
	return a.compare(k, nil)
}

// reopenAll has sums made again.
func (r *Recorder) reopenAll(ctx context.Context, wrong []sumKey) error {
	for len(wrong) > 0 {
		part := wrong[:min(len(wrong), removeRows)]
		err := r.update(ctx, func(tx Tx) error {
			o := reopener{tx: tx}
			for _, k := range part {
				if err := o.open(k); err != nil {
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
	for more := true; more; {
		var err error
		if more, err = r.closePart(ctx, false); err != nil {
			return err
		}
	}
	return nil
}
