package analytics

// A fold is interrupted after this much work, in bytes of rollups that are
// written; a click is as much work as 32 of them. It bounds the time that a
// transaction takes for busy links that stand side by side.
const (
	foldLimit = 256 << 10
	clickWork = 32
)

// fold adds what is pending of a slice, or a part of it, to its rollups, all in
// the transaction that also moves the slice's mark. What the store has already
// folded, though a commit was reported as failed, is left out.
func (r *Recorder) fold(tx Tx, slice int) (marks, error) {
	next, err := loadMarks(tx)
	if err != nil {
		return next, err
	}
	for i := range next {
		if len(r.pending.slices[i]) == 0 {
			next[i] = mark{done: r.block, target: r.block}
		}
	}
	m := &next[slice]
	if m.next == 0 {
		m.target = r.block
	}
	if err := r.foldPart(tx, r.pending.slices[slice], m); err != nil {
		return next, err
	}
	for _, plan := range r.pending.plans[slice] {
		if err := putPlan(tx, plan); err != nil {
			return next, err
		}
	}
	return next, next.put(tx)
}

// foldPart folds groups from the mark on, and moves it.
func (r *Recorder) foldPart(tx Tx, groups []pendingGroup, m *mark) error {
	f := &r.folder
	f.tx, f.work = tx, 0
	sums, err := r.reopener(tx)
	if err != nil {
		return err
	}
	sums.fresh = r.sums.fresh[:0]
	r.sums = sums
	begin, runs := *m, []uint32(nil)
	m.done, m.next = m.target, 0
	for _, run := range f.byLink(groups) {
		link := uint32(run[0] >> 32)
		if link < begin.next {
			continue
		}
		if f.work > f.limit {
			m.done, m.next = begin.done, link
			break
		}
		before := f.work
		if err := f.add(groups, run, begin.done, m.target); err != nil {
			return err
		}
		if err := f.put(r.opts.Logger); err != nil {
			return err
		}
		if err := r.reopen(f); err != nil {
			return err
		}
		r.pace.did(f.work - before)
		if n := runOf(link); len(runs) == 0 || runs[len(runs)-1] != n {
			runs = append(runs, n)
		}
	}
	for _, run := range runs {
		if err := r.heads.put(tx, run); err != nil {
			return err
		}
	}
	return nil
}
