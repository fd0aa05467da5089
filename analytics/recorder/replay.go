package recorder

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// replay reads the groups of the log behind a block. Those after their slice's mark are
// pending; the lane gets them together with their plans.
func (l *laneLoader) replay(behind uint64) error {
	found := replayed{heads: make(map[uint32]uint64)}
	for row, err := range l.tx.Scan(analytics.TableLog, wire.LogKey(behind+1, 0, 0), nil) {
		if err != nil {
			return err
		}
		c, more, err := l.replayRow(row)
		if err == nil && c != nil {
			err = l.replayChunk(c, &found)
		}
		err = wire.InRow(err, analytics.TableLog, row.Key)
		if err != nil && !l.salvage.lost(err, "it is left out") {
			return err
		}
		found.plans = append(found.plans, more...)
	}
	if err := l.replayPlans(&found); err != nil {
		return err
	}
	l.learn(&found)
	return nil
}

// replayed is what was read of the log.
type replayed struct {
	pending clicklog.Pending
	plans   []*analytics.Plan // that only the log has
	heads   map[uint32]uint64 // newest blocks of links
}

// learn gives the lane what was read of it.
func (l *laneLoader) learn(found *replayed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.block > l.lane.block && l.waiting != nil {
		close(l.waiting)
		l.waiting = nil
	}
	l.lane.block = l.block
	for link, block := range found.heads {
		l.heads.Set(link, block)
	}
	l.pending.AddPlans(found.plans)
	for _, groups := range found.pending.Slices {
		for _, g := range groups {
			l.heads.Members.Add(g.Link, g.Plan.Workspace)
		}
		l.pending.Add(groups)
	}
}

// dropFolded drops the groups that are in the rollups by now. The plans of a slice stay as long
// as some of its groups do.
func (l *lane) dropFolded(marks *clicklog.Marks) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for s := range marks {
		if plans := l.pending.Plans[s]; marks[s] != l.marks[s] {
			l.pending.Remove(s, marks[s])
			if len(l.pending.Slices[s]) > 0 {
				l.pending.Plans[s] = plans
			}
		}
	}
	l.marks = *marks
}

// replayRow decodes a row of the log: a chunk, or plans that only the log has.
func (l *laneLoader) replayRow(row analytics.Row) (*clicklog.Chunk, []*analytics.Plan, error) {
	block, link, err := wire.SplitLogKey(row.Key)
	if err == nil && block > l.block {
		err = fmt.Errorf("%w: the log ends with block %d", analytics.ErrDamaged, l.block)
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
	return nil, slices.DeleteFunc(plans, func(p *analytics.Plan) bool { return block <= l.marks.Of(p.Link) }), err
}

// replayChunk adds those groups of a chunk that are pending.
func (l *laneLoader) replayChunk(c *clicklog.Chunk, found *replayed) error {
	for g, err := range c.All() {
		if err != nil {
			return err
		}
		if c.Block <= l.marks.Of(g.Link) || l.erased.Void(g.Link, c.Block) {
			continue
		}
		words, err := l.wordsOf(c.Generation)
		if err != nil {
			return err
		}
		c.Words = words.List
		found.heads[g.Link] = c.Block
		found.pending.Add([]clicklog.PendingGroup{{
			Chunk: c, Link: g.Link, Revision: g.Revision, Start: g.Start, End: g.End, Count: g.Count,
		}})
	}
	return nil
}

// replayPlans gives the pending groups their plans.
func (l *laneLoader) replayPlans(found *replayed) error {
	loader := clicklog.PlanLoader{Tx: l.tx}
	for _, plans := range append(l.pending.Plans[:], found.plans) {
		for _, p := range plans {
			loader.Know(p)
		}
	}
	for s := range found.pending.Slices {
		for _, g := range found.pending.Slices[s] {
			loader.Want(g.Link, g.Revision)
		}
	}
	if err := loader.Load(); err != nil {
		return err
	}
	for s := range found.pending.Slices {
		if err := l.replaySlice(&found.pending, s, &loader); err != nil {
			return err
		}
	}
	return nil
}

// replaySlice gives the groups of a slice their plans. It leaves out groups whose plan is
// damaged.
func (l *laneLoader) replaySlice(found *clicklog.Pending, s int, loader *clicklog.PlanLoader) error {
	groups := found.Slices[s]
	found.Slices[s] = groups[:0]
	for _, g := range groups {
		plan, err := loader.Plan(g.Link, g.Revision)
		if l.salvage.lost(err, "the link's clicks that are not in rollups yet are not counted") {
			continue
		}
		if err != nil {
			return err
		}
		g.Plan = plan
		found.Slices[s] = append(found.Slices[s], g)
	}
	return nil
}

// wordsOf returns the words of a generation that the pending clicks refer to.
func (l *laneLoader) wordsOf(generation uint32) (words *clicklog.Words, err error) {
	if words = l.generations[generation]; words != nil {
		return words, nil
	}
	words, err = clicklog.LoadWords(l.tx, generation, func(err error) {
		l.salvage.lost(err, "clicks that are not in rollups yet count without this text")
	})
	if err == nil {
		l.generations[generation] = words
	}
	return words, err
}
