package recorder

import (
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// load reads where the log ends, the newest block of every link, and what is
// not folded yet.
func (r *Recorder) load(v analytics.View) (err error) {
	tx := v.Lane(r.log.Lane)
	end, err := clicklog.LoadPosition(tx)
	if err != nil {
		return err
	}
	r.block = end.Block
	if _, err := clicklog.LoadEpochs(tx); err != nil {
		return err
	}
	if r.marks, err = clicklog.LoadMarks(tx); err != nil {
		return err
	}
	if r.heads, err = clicklog.LoadHeads(tx); err != nil {
		return err
	}
	if r.builder.key, r.periods, err = clicklog.LoadVisitorKey(v.Shared()); err != nil {
		return err
	}
	r.choosePeriod(&end)
	if r.builder.words, err = clicklog.LoadWords(tx, end.Generation); err != nil {
		return err
	}
	erased, err := clicklog.LoadErasures(tx)
	if err != nil {
		return err
	}
	gone, err := clicklog.LoadRemoved(tx)
	if err != nil {
		return err
	}
	r.unfinished = len(erased) > 0 || gone.Block > 0
	return r.replay(tx, erased)
}

// choosePeriod has visitors told apart for as long as the options say: from the
// beginning when there is nothing yet, else from the day after the newest block.
// So no day has two keys, and a choice that no click of such a day followed has
// never been made.
func (r *Recorder) choosePeriod(end *clicklog.Position) {
	from := uint32(0)
	if end.Block > 0 {
		from = end.Generation + 1
	}
	r.periods = r.periods.Change(from, uint32(r.opts.KeyDays))
	r.builder.periods = r.periods
}

// replay makes the groups pending that stand in the log after their slice's
// mark, and the plans that came with them.
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
		if err != nil {
			return wire.InRow(err, analytics.TableLog, row.Key)
		}
		plans = append(plans, more...)
	}
	return r.replayPlans(tx, plans)
}

// replayRow decodes a row: a chunk, or the plans that are not stored yet.
func (r *Recorder) replayRow(row analytics.Row) (*clicklog.Chunk, []*analytics.Plan, error) {
	block, link, err := wire.SplitLogKey(row.Key)
	if err == nil && block > r.block {
		err = fmt.Errorf("%w: the log ends with block %d", analytics.ErrDamaged, r.block)
	}
	if err != nil {
		return nil, nil, err
	}
	if link != wire.NoLink {
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

// replayChunk makes the groups of a chunk pending.
func (r *Recorder) replayChunk(c *clicklog.Chunk, tx analytics.Tx, generations map[uint32]*clicklog.Words, erased clicklog.Erasures) error {
	c.Groups = append([]byte(nil), c.Groups...) // the row is valid in tx only
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
		for i := range r.pending.Slices[s] {
			g := &r.pending.Slices[s][i]
			var err error
			if g.Plan, err = loader.Plan(g.Link, g.Revision); err != nil {
				return err
			}
			r.heads.Members.Add(g.Link, g.Plan.Workspace)
		}
	}
	return nil
}

// useWords gives a chunk the words of its generation.
func (r *Recorder) useWords(c *clicklog.Chunk, tx analytics.Tx, generations map[uint32]*clicklog.Words) error {
	if generations[c.Generation] == nil {
		w, err := clicklog.LoadWords(tx, c.Generation)
		if err != nil {
			return err
		}
		generations[c.Generation] = w
	}
	c.Words = generations[c.Generation].List
	return nil
}
