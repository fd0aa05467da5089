package analytics

import (
	"context"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// block is what one flush adds to the store. It is built once and can be
// written as often as it takes.
type block struct {
	number     uint64
	generation uint32
	rows       []tableRow
	plans      []*Plan // plans that may not be stored yet
	gaps       []gap
	groups     []pendingGroup
	clicks     int
	kinds      kinds
}

// tableRow is a row and where it belongs.
type tableRow struct {
	Table
	Row
}

// add adds a row to what is written.
func (bl *block) add(table Table, row Row) {
	bl.rows = append(bl.rows, tableRow{table, row})
}

// builder turns batches of hits into blocks. It belongs to the recorder's
// goroutine and keeps its memory from block to block.
type builder struct {
	enricher
	opts    *Options
	store   Store // has the visitor key
	periods keyPeriods
	words   *words
	known   knownPlans
	heads   *heads
	pace    *pace

	block    *block
	entry    entry
	sequence []uint64 // link and index of each hit, for sorting
	chunk    chunkBuilder
}

// build makes a block of hits and gaps. In a new key period it writes to the store.
func (b *builder) build(ctx context.Context, number uint64, batch *batch) (*block, error) {
	now := b.opts.Clock()
	b.block = &block{number: number, gaps: batch.gaps, clicks: len(batch.hits)}
	b.block.groups = make([]pendingGroup, 0, len(batch.hits)/2) // about as many as it takes
	if err := b.turnDay(ctx, now); err != nil {
		return nil, err
	}
	b.block.generation = b.words.generation
	for _, key := range b.sorted(batch.hits) {
		b.add(&batch.hits[uint32(key)], batch.draws)
		b.pace.did(buildWork)
	}
	b.endChunk()
	if len(batch.gaps) > 0 {
		b.block.add(TableLog, gapRow(number, batch.gaps))
	}
	for _, row := range planRows(number, b.block.plans) {
		b.block.add(TableLog, row)
	}
	for _, row := range b.words.fresh() {
		b.block.add(TableWords, row)
	}
	return b.block, nil
}

// turnDay begins new words on a new day and a new visitor key in a new period.
// A clock that goes back does not change the words.
func (b *builder) turnDay(ctx context.Context, now time.Time) error {
	b.now = now.UnixMilli()
	day := dayOf(b.now)
	if b.words == nil || day > b.words.generation {
		b.words = newWords(day)
	}
	if !b.key.over(b.periods, day) {
		return nil
	}
	var key visitorKey
	err := b.store.UpdateShared(ctx, func(tx Tx) (err error) {
		key, err = shareVisitorKey(tx, b.periods, day, b.opts.Random)
		return err
	})
	if err == nil {
		b.key = key // no click is hashed with one that is not stored
	}
	return err
}

// sorted returns the indexes of the hits, below 32 bits of link, by link and
// then as they came.
func (b *builder) sorted(hits []waiting) []uint64 {
	b.sequence = b.sequence[:0]
	for i := range hits {
		b.sequence = append(b.sequence, uint64(hits[i].plan.Link)<<32|uint64(i))
	}
	slices.Sort(b.sequence)
	return b.sequence
}

// add appends a hit to the current chunk, or begins the next.
func (b *builder) add(hit *waiting, draws []routing.Draw) {
	e := &b.entry
	b.enrich(e, hit, b.words)
	e.draws = draws[hit.firstDraw:][:hit.draws]
	b.block.kinds.add(e)
	c := &b.chunk
	if c.full() {
		b.endChunk()
	}
	if c.chunk == nil {
		c.begin(b.block.number, b.words.generation, e.time)
	}
	if plan := hit.plan; c.count == 0 || c.link != plan.Link || c.revision != plan.Revision {
		b.endGroup()
		c.group = group{link: plan.Link, revision: plan.Revision, back: b.back(plan.Link)}
		c.plan = plan
		b.remember(plan)
	}
	c.add(e, b.words)
}

// back returns how many blocks ago the link was last clicked, or 0.
func (b *builder) back(link uint32) uint64 {
	if head := b.heads.get(link); head != 0 {
		return b.block.number - head
	}
	return 0
}

// remember writes the plan with the block, unless it is known to be there.
func (b *builder) remember(plan *Plan) {
	if key := planKey(plan.Link, plan.Revision); !b.known.has(key) {
		b.known.add(key)
		b.block.plans = append(b.block.plans, plan)
	}
}

func (b *builder) endGroup() {
	if b.chunk.count > 0 {
		b.block.groups = append(b.block.groups, b.chunk.endGroup())
	}
}

func (b *builder) endChunk() {
	if b.chunk.chunk == nil {
		return
	}
	b.endGroup()
	b.block.add(TableLog, b.chunk.end(b.words.list))
}
