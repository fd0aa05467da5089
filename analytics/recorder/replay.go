package recorder

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// load reads the end of the log, the newest block of every link, and the pending
// clicks. What is damaged it derives from other rows, or leaves out.
func (r *Recorder) load(v analytics.View) error {
	tx := v.Lane(r.log.Lane)
	r.salvage = salvage{logger: r.opts.Logger}
	if err := checkFormat(tx); err != nil {
		return err
	}
	end, gone, err := r.loadMeta(tx)
	if err != nil {
		return err
	}
	r.block = max(end.Block, gone.Block)
	erased, err := r.loadErasures(tx)
	if err != nil {
		return err
	}
	if err := errors.Join(r.loadMarks(tx, erased), r.loadHeads(tx, erased), r.checkSums(tx), r.checkPacked(tx), r.loadKey(v.Shared())); err != nil {
		return err
	}
	for _, m := range r.marks {
		r.block = max(r.block, m.Target) // more than the log has if its end was removed
	}
	r.choosePeriod(&end)
	if r.builder.words, err = r.loadWords(tx, end.Generation); err != nil {
		return err
	}
	blanking, err := r.loadBlanking(tx)
	if err != nil {
		return err
	}
	r.unfinished = len(erased) > 0 || blanking || gone.Block > 0
	return r.replay(tx, erased)
}

// choosePeriod applies the key period of the options: from the beginning if the log
// is empty, else from the day after the newest block, so that no day has two keys. A
// choice without clicks on a later day has no effect on the next one.
func (r *Recorder) choosePeriod(end *clicklog.Position) {
	from := uint32(0)
	if end.Block > 0 {
		from = end.Generation + 1
	}
	r.periods = r.periods.Change(from, uint32(r.opts.KeyDays))
	r.builder.periods = r.periods
}

// replay reads the groups after their slice's mark, which are pending, and their
// plans.
func (r *Recorder) replay(tx analytics.Tx, erased clicklog.Erasures) error {
	generations := map[uint32]*clicklog.Words{r.builder.words.Generation: r.builder.words}
	var plans []*analytics.Plan
	for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(r.marks.Lowest()+1, 0, 0), nil) {
		if err != nil {
			return err
		}
		c, more, err := r.replayRow(row)
		if err == nil && c != nil {
			err = r.replayChunk(c, tx, generations, erased)
		}
		err = wire.InRow(err, analytics.TableLog, row.Key)
		if err != nil && !r.salvage.lost(err, "it is left out") {
			return err
		}
		plans = append(plans, more...)
	}
	return r.replayPlans(tx, plans)
}

// replayRow decodes a row of the log: a chunk, or plans that only the log has.
func (r *Recorder) replayRow(row analytics.Row) (*clicklog.Chunk, []*analytics.Plan, error) {
	block, link, err := wire.SplitLogKey(row.Key)
	if err == nil && block > r.block {
		err = fmt.Errorf("%w: the log ends with block %d", analytics.ErrDamaged, r.block)
	}
	if err != nil {
		return nil, nil, err
	}
	if link != wire.NoLink {
		row.Value = bytes.Clone(row.Value) // it is only valid in the transaction
		c, err := clicklog.ChunkOf(row)
		return c, nil, err
	}
	if wire.IsGapRow(row.Key) {
		return nil, nil, nil
	}
	payload, err := wire.Unseal(row.Value)
	if err != nil {
		return nil, nil, err
	}
	plans, err := clicklog.DecodePlans(payload)
	return nil, slices.DeleteFunc(plans, func(p *analytics.Plan) bool { return block <= r.marks.Of(p.Link) }), err
}

// replayChunk adds those groups of a chunk that are pending.
func (r *Recorder) replayChunk(c *clicklog.Chunk, tx analytics.Tx, generations map[uint32]*clicklog.Words, erased clicklog.Erasures) error {
	for g, err := range c.All() {
		if err != nil {
			return err
		}
		if c.Block <= r.marks.Of(g.Link) || erased.Void(g.Link, c.Block) {
			continue
		}
		if err := r.useWords(c, tx, generations); err != nil {
			return err
		}
		r.heads.Set(g.Link, c.Block)
		r.pending.Add([]clicklog.PendingGroup{{
			Chunk: c, Link: g.Link, Revision: g.Revision, Start: g.Start, End: g.End, Count: g.Count,
		}})
	}
	return nil
}

// replayPlans gives the pending groups their plans.
func (r *Recorder) replayPlans(tx analytics.Tx, plans []*analytics.Plan) error {
	r.pending.AddPlans(plans)
	loader := clicklog.PlanLoader{Tx: tx}
	for _, p := range plans {
		loader.Know(p)
	}
	for s := range r.pending.Slices {
		for _, g := range r.pending.Slices[s] {
			loader.Want(g.Link, g.Revision)
		}
	}
	if err := loader.Load(); err != nil {
		return err
	}
	for s := range r.pending.Slices {
		if err := r.replaySlice(s, &loader); err != nil {
			return err
		}
	}
	return nil
}

// replaySlice gives the groups of a slice their plans. It leaves out groups whose plan is
// damaged.
func (r *Recorder) replaySlice(s int, loader *clicklog.PlanLoader) error {
	groups := r.pending.Slices[s]
	r.pending.Slices[s] = nil
	for i := range groups {
		g := &groups[i]
		plan, err := loader.Plan(g.Link, g.Revision)
		if r.salvage.lost(err, "the link's clicks that are not in rollups yet are not counted") {
			r.pending.Clicks -= int(g.Count)
			continue
		}
		if err != nil {
			return err
		}
		g.Plan = plan
		r.heads.Members.Add(g.Link, plan.Workspace)
		r.pending.Slices[s] = append(r.pending.Slices[s], *g)
	}
	return nil
}

// useWords gives a chunk the words of its generation.
func (r *Recorder) useWords(c *clicklog.Chunk, tx analytics.Tx, generations map[uint32]*clicklog.Words) error {
	if generations[c.Generation] == nil {
		w, err := r.loadWords(tx, c.Generation)
		if err != nil {
			return err
		}
		generations[c.Generation] = w
	}
	c.Words = generations[c.Generation].List
	return nil
}
