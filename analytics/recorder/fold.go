package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// foldLimit is the work after which a fold is interrupted, in bytes of rollups
// that are written. It bounds the time that a transaction takes for busy links
// that stand side by side.
const foldLimit = 256 << 10

// fold adds what is pending of a slice, or a part of it, to its rollups, all in
// the transaction that also moves the slice's mark. What the store has already
// folded, though a commit was reported as failed, is left out.
func (r *Recorder) fold(tx analytics.Tx, slice int) (clicklog.Marks, error) {
	next, err := clicklog.LoadMarks(tx)
	if err != nil {
		return next, err
	}
	for i := range next {
		if len(r.pending.Slices[i]) == 0 {
			next[i] = clicklog.Mark{Done: r.block, Target: r.block}
		}
	}
	m := &next[slice]
	if m.Next == 0 {
		m.Target = r.block
	}
	if err := r.foldPart(tx, r.pending.Slices[slice], m); err != nil {
		return next, err
	}
	if err := clicklog.PutPlans(tx, r.pending.Plans[slice]); err != nil {
		return next, err
	}
	return next, next.Put(tx)
}

// foldPart folds groups from the mark on, and moves it.
func (r *Recorder) foldPart(tx analytics.Tx, groups []clicklog.PendingGroup, m *clicklog.Mark) error {
	f := &r.folder
	f.Tx, f.Work = tx, 0
	fresh, err := r.sums.Fresh[:0], error(nil)
	if r.sums, err = r.reopener(tx); err != nil {
		return err
	}
	r.sums.Fresh = fresh
	begin, written := *m, []uint32(nil)
	m.Done, m.Next = m.Target, 0
	defer f.Ahead.Reset()
	runs, ahead := f.ByLink(groups), 0
	for i, run := range runs {
		link := uint32(run[0] >> 32)
		if link < begin.Next {
			continue
		}
		if f.Work > f.Limit {
			m.Done, m.Next = begin.Done, link
			break
		}
		if i >= ahead {
			n, err := f.WantRuns(groups, runs[i:], begin.Done, m.Target)
			if err != nil {
				return err
			}
			ahead = i + n
		}
		before := f.Work
		if err := f.Add(groups, run, begin.Done, m.Target); err != nil {
			return err
		}
		if err := f.Put(r.opts.Logger); err != nil {
			return err
		}
		if err := r.reopen(f); err != nil {
			return err
		}
		r.pace.did(f.Work - before)
		if n := clicklog.RunOf(link); len(written) == 0 || written[len(written)-1] != n {
			written = append(written, n)
		}
	}
	for _, run := range written {
		if err := r.heads.Put(tx, run); err != nil {
			return err
		}
	}
	return nil
}

// reopen removes the sums that have the days that were folded.
func (r *Recorder) reopen(f *rollup.Folder) error {
	for _, ru := range f.Days {
		if ru.Err != nil {
			continue
		}
		if ru.Day < r.horizon {
			r.touched++
		}
		if err := r.sums.Changed(f.Link, ru.Day); err != nil {
			return err
		}
	}
	return nil
}

// reopener returns what removes the sums of rollups that change in a transaction.
func (r *Recorder) reopener(tx analytics.Tx) (rollup.Reopener, error) {
	c, err := rollup.LoadClosed(tx)
	return rollup.Reopener{Tx: tx, Closed: c, After: c.AfterMonths(), Members: &r.heads.Members, Known: r.opened}, err
}
