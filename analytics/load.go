package analytics

import (
	"fmt"
	"slices"
)

// load reads where the log ends, the newest block of every link, and what is
// not folded yet.
func (r *Recorder) load(v View) (err error) {
	tx := v.Lane(r.log.lane)
	end, err := loadPosition(tx)
	if err != nil {
		return err
	}
	r.block = end.block
	if _, err := loadEpochs(tx); err != nil {
		return err
	}
	if r.marks, err = loadMarks(tx); err != nil {
		return err
	}
	if r.heads, err = loadHeads(tx); err != nil {
		return err
	}
	if r.builder.key, r.periods, err = loadVisitorKey(v.Shared()); err != nil {
		return err
	}
	r.choosePeriod(&end)
	if r.builder.words, err = loadWords(tx, end.generation); err != nil {
		return err
	}
	erased, err := loadErasures(tx)
	if err != nil {
		return err
	}
	gone, err := loadRemoved(tx)
	if err != nil {
		return err
	}
	r.unfinished = len(erased) > 0 || gone.block > 0
	return r.replay(tx, erased)
}

// choosePeriod has visitors told apart for as long as the options say: from the
// beginning when there is nothing yet, else from the day after the newest block.
// So no day has two keys, and a choice that no click of such a day followed has
// never been made.
func (r *Recorder) choosePeriod(end *position) {
	from := uint32(0)
	if end.block > 0 {
		from = end.generation + 1
	}
	r.periods = r.periods.change(from, r.opts.KeyPeriod.days())
	r.builder.periods = r.periods
}

// replay makes the groups pending that stand in the log after their slice's
// mark, and the plans that came with them.
func (r *Recorder) replay(tx Tx, erased erasures) error {
	generations := map[uint32]*words{r.builder.words.generation: r.builder.words}
	var plans []*Plan
	for row, err := range tx.Scan(TableLog, logKey(r.marks.lowest()+1, 0, 0), nil) {
		if err != nil {
			return err
		}
		c, more, err := r.replayRow(row)
		if err == nil && c != nil {
			err = r.replayChunk(c, tx, generations, erased)
		}
		if err != nil {
			return inRow(err, TableLog, row.Key)
		}
		plans = append(plans, more...)
	}
	return r.replayPlans(tx, plans)
}

// replayRow decodes a row: a chunk, or the plans that are not stored yet.
func (r *Recorder) replayRow(row Row) (*chunk, []*Plan, error) {
	block, link, err := splitLogKey(row.Key)
	if err == nil && block > r.block {
		err = fmt.Errorf("%w: the log ends with block %d", ErrDamaged, r.block)
	}
	if err != nil {
		return nil, nil, err
	}
	if link != noLink {
		c, err := chunkOf(row)
		return c, nil, err
	}
	if isGapRow(row.Key) {
		return nil, nil, nil
	}
	payload, err := unseal(row.Value)
	if err != nil {
		return nil, nil, err
	}
	plans, err := decodePlans(payload)
	return nil, slices.DeleteFunc(plans, func(p *Plan) bool { return block <= r.marks.of(p.Link) }), err
}

// replayChunk makes the groups of a chunk pending.
func (r *Recorder) replayChunk(c *chunk, tx Tx, generations map[uint32]*words, erased erasures) error {
	c.groups = append([]byte(nil), c.groups...) // the row is valid in tx only
	for g, err := range c.all() {
		if err != nil {
			return err
		}
		if c.block <= r.marks.of(g.link) || erased.void(g.link, c.block) {
			continue
		}
		if err := r.useWords(c, tx, generations); err != nil {
			return err
		}
		r.heads.set(g.link, c.block)
		r.pending.add([]pendingGroup{{
			chunk: c, link: g.link, revision: g.revision, start: g.start, end: g.end, count: g.count,
		}})
	}
	return nil
}

// replayPlans gives the pending groups their plans.
func (r *Recorder) replayPlans(tx Tx, plans []*Plan) error {
	r.pending.addPlans(plans)
	loader := planLoader{tx: tx}
	for _, p := range plans {
		loader.know(p)
	}
	for s := range r.pending.slices {
		for _, g := range r.pending.slices[s] {
			loader.want(g.link, g.revision)
		}
	}
	if err := loader.load(); err != nil {
		return err
	}
	for s := range r.pending.slices {
		for i := range r.pending.slices[s] {
			g := &r.pending.slices[s][i]
			var err error
			if g.plan, err = loader.plan(g.link, g.revision); err != nil {
				return err
			}
			r.heads.members.add(g.link, g.plan.Workspace)
		}
	}
	return nil
}

// useWords gives a chunk the words of its generation.
func (r *Recorder) useWords(c *chunk, tx Tx, generations map[uint32]*words) error {
	if generations[c.generation] == nil {
		w, err := loadWords(tx, c.generation)
		if err != nil {
			return err
		}
		generations[c.generation] = w
	}
	c.words = generations[c.generation].list
	return nil
}
