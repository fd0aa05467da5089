package recorder

import (
	"context"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// builder turns batches of hits into blocks. Only the recorder's goroutine uses it.
// It uses its memory again for the next block.
type builder struct {
	enricher
	opts    *analytics.Options
	store   analytics.Store // has the visitor key
	periods clicklog.KeyPeriods
	words   *clicklog.Words
	known   clicklog.KnownPlans
	heads   *clicklog.Heads
	pace    *yielder

	block    *block
	entry    clicklog.Entry
	sequence []uint64 // link and index of each hit, for sorting
	chunk    clicklog.ChunkBuilder
	index    clicklog.Index // of the block
}

// build makes a block of a batch. In a new key period it also stores a new visitor
// key.
func (b *builder) build(ctx context.Context, number uint64, batch *batch) (*block, error) {
	now := b.opts.Clock()
	b.block = &block{number: number, gaps: batch.gaps, clicks: len(batch.hits)}
	b.block.groups = make([]clicklog.PendingGroup, 0, len(batch.hits)/2) // usually enough
	if err := b.turnDay(ctx, now); err != nil {
		return nil, err
	}
	b.block.generation = b.words.Generation
	clear(b.index)
	for _, key := range b.sorted(batch.hits) {
		b.add(&batch.hits[uint32(key)], batch.draws)
		b.pace.did(buildWork)
	}
	b.endChunk()
	if len(batch.gaps) > 0 {
		b.block.add(analytics.TableLog, clicklog.GapRow(number, batch.gaps))
	}
	for _, row := range clicklog.PlanRows(number, b.block.plans) {
		b.block.add(analytics.TableLog, row)
	}
	for _, row := range b.words.Fresh() {
		b.block.add(analytics.TableWords, row)
	}
	for _, row := range b.index.Sorted() {
		b.block.add(row.Table, row.Row())
	}
	return b.block, nil
}

// turnDay begins new words on a new day and a new visitor key in a new period. If
// the clock goes back, the words stay.
func (b *builder) turnDay(ctx context.Context, now time.Time) error {
	b.now = now.UnixMilli()
	day := wire.DayOf(b.now)
	if b.words == nil || day > b.words.Generation {
		b.words = clicklog.NewWords(day)
	}
	if !b.key.Over(b.periods, day) {
		return nil
	}
	var key clicklog.VisitorKey
	err := b.store.UpdateShared(ctx, func(tx analytics.Tx) (err error) {
		key, err = clicklog.ShareVisitorKey(tx, b.periods, day, b.opts.Random)
		return err
	})
	if err == nil {
		b.key = key // only now that it is stored
	}
	return err
}

// sorted returns the indexes of the hits, each with the link in the upper 32 bits.
// They are sorted by link; hits of a link keep their order.
func (b *builder) sorted(hits []queuedHit) []uint64 {
	b.sequence = b.sequence[:0]
	for i := range hits {
		b.sequence = append(b.sequence, uint64(hits[i].plan.Link)<<32|uint64(i))
	}
	slices.Sort(b.sequence)
	return b.sequence
}

// add appends a hit to the current chunk, or begins the next.
func (b *builder) add(hit *queuedHit, draws []routing.Draw) {
	e := &b.entry
	b.enrich(e, hit, b.words)
	e.Draws = draws[hit.firstDraw:][:hit.draws]
	b.block.kinds.add(e)
	if hit.tracked != nil {
		b.indexed(hit)
	}
	c := &b.chunk
	if c.Full() {
		b.endChunk()
	}
	if c.Chunk == nil {
		c.Begin(b.block.number, b.words.Generation)
	}
	if plan := hit.plan; c.Count == 0 || c.Link != plan.Link || c.Revision != plan.Revision {
		b.endGroup()
		c.Group = clicklog.Group{Link: plan.Link, Revision: plan.Revision, Back: b.back(plan.Link)}
		c.Plan = plan
		b.remember(plan)
	}
	c.Add(e, b.words)
}

// indexed adds the rows of a tracked click or a conversion.
func (b *builder) indexed(hit *queuedHit) {
	if b.index == nil {
		b.index = make(clicklog.Index)
	}
	b.index.Add(hit.plan.Link, b.block.number, &hit.tracked.Tracking)
}

// back returns how many blocks ago the link was last clicked, or 0.
func (b *builder) back(link uint32) uint64 {
	if head := b.heads.Get(link); head != 0 {
		return b.block.number - head
	}
	return 0
}

// remember adds a plan to the block, unless it is known to be in the store.
func (b *builder) remember(plan *analytics.Plan) {
	if key := clicklog.PlanKey(plan.Link, plan.Revision); !b.known.Has(key) {
		b.known.Add(key)
		b.block.plans = append(b.block.plans, plan)
	}
}

func (b *builder) endGroup() {
	if b.chunk.Count > 0 {
		b.block.groups = append(b.block.groups, b.chunk.EndGroup())
	}
}

func (b *builder) endChunk() {
	if b.chunk.Chunk == nil {
		return
	}
	b.endGroup()
	b.block.add(analytics.TableLog, b.chunk.End(b.words.List))
}
