package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// foldLimit is the work after which a fold is interrupted, in bytes of written
// rollups. It limits the time of a transaction when many links of a slice are busy.
const foldLimit = 256 << 10

// fold adds pending clicks of a slice to the rollups, all or a part of them, and moves
// the slice's mark in the same transaction. It reads the marks from the store, because
// a commit that was reported as failed may have moved them.
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

// foldPart folds groups from the mark on until the limit of work, and moves the mark.
func (r *Recorder) foldPart(tx analytics.Tx, groups []clicklog.PendingGroup, m *clicklog.Mark) error {
	f := &r.folder
	f.Tx, f.Work = tx, 0
	sums, err := r.reopener(tx)
	if err != nil {
		return err
	}
	sums.Fresh = r.sums.Fresh[:0]
	r.sums = sums
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
