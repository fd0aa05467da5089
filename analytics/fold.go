package analytics

// foldLimit is the work after which a fold is interrupted, in bytes of rollups
// that are written. It bounds the time that a transaction takes for busy links
// that stand side by side.
const foldLimit = 256 << 10

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
	if err := putPlans(tx, r.pending.plans[slice]); err != nil {
		return next, err
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
	begin, written := *m, []uint32(nil)
	m.done, m.next = m.target, 0
	defer f.ahead.reset()
	runs, ahead := f.byLink(groups), 0
	for i, run := range runs {
		link := uint32(run[0] >> 32)
		if link < begin.next {
			continue
		}
		if f.work > f.limit {
			m.done, m.next = begin.done, link
			break
		}
		if i >= ahead {
			n, err := f.wantRuns(groups, runs[i:], begin.done, m.target)
			if err != nil {
				return err
			}
			ahead = i + n
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
		if n := runOf(link); len(written) == 0 || written[len(written)-1] != n {
			written = append(written, n)
		}
	}
	for _, run := range written {
		if err := r.heads.put(tx, run); err != nil {
			return err
		}
	}
	return nil
}
