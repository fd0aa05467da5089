package analytics

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// clicksPerView is the number of clicks after which a transaction is left, so
// that a slow reader holds none open.
const clicksPerView = 128

// Clicks yields the recorded requests of a link, of every class, the newest
// first: as they came, which may differ a little from the order of their times.
// Requests that come in while it is read are left out. An error is the last
// thing it yields. Reading some clicks costs the same however many there are.
func (r *Recorder) Clicks(ctx context.Context, link uint32) iter.Seq2[Click, error] {
	return func(yield func(Click, error) bool) {
		rd := r.beginReading([]uint32{link})
		defer r.endReading(rd)
		block, tail := r.newest(link)
		for block != 0 {
			var page []Click
			next := block
			err := r.log.view(ctx, func(tx Tx) (err error) {
				page, next, err = readClicks(newChain(tx, tail), r.log.lane, link, block)
				return err
			})
			if err != nil && r.wasErased(rd, link, block) {
				return
			}
			if err != nil {
				yield(Click{}, fmt.Errorf("analytics: clicks of link %d: %w", link, err))
				return
			}
			for _, click := range page {
				if !yield(click, nil) {
					return
				}
			}
			block = next
			_, tail = r.newest(link)
		}
	}
}

// newest returns the newest block of a link and what is pending of it.
func (r *Recorder) newest(link uint32) (block uint64, tail []pendingGroup) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.get(link), r.pending.of(link)
}

// readClicks reads the clicks of whole blocks, and returns the block to go on
// with; 0 at the end, and where clicks are being erased.
func readClicks(walk *chain, lane Lane, link uint32, block uint64) (page []Click, next uint64, err error) {
	erased, err := loadErasure(walk.tx, link)
	if err != nil || block <= erased {
		return nil, 0, err
	}
	for len(page) < clicksPerView && block != 0 {
		groups, back, err := walk.groups(link, block)
		if err != nil {
			return nil, 0, err
		}
		start := len(page)
		for i := range groups {
			if page, err = groups[i].clicks(page, lane); err != nil {
				return nil, 0, err
			}
		}
		slices.Reverse(page[start:])
		if back == 0 {
			return page, 0, nil
		}
		block -= back
	}
	return page, block, nil
}

// clicks appends the clicks of a group, which stands in a lane.
func (g *chainGroup) clicks(page []Click, lane Lane) ([]Click, error) {
	records := g.chunk.records(g.start, g.end)
	var rec record
	for position := g.position; records.next(&rec); position++ {
		click, err := g.click(&rec)
		if err != nil {
			return nil, err
		}
		click.ID = clickID(&rec, lane, place{g.chunk.block, position})
		page = append(page, click)
	}
	return page, records.end()
}

// click puts a record together with what it refers to.
func (g *chainGroup) click(rec *record) (Click, error) {
	texts, err := g.chunk.allTexts(rec)
	if err != nil {
		return Click{}, err
	}
	target, err := g.plan.target(rec.target)
	if err != nil {
		return Click{}, err
	}
	click := Click{
		Link: g.link, Revision: g.revision, Time: time.UnixMilli(rec.time).UTC(), Class: rec.class,
		Rule: target.Rule, Destination: target.Destination,
		Place:    routing.Place{Country: texts[textCountry], Region: texts[textRegion], City: texts[textCity]},
		Agent:    routing.Agent{Device: rec.device, OS: texts[textOS], Browser: texts[textBrowser], Bot: rec.bot},
		Language: texts[textLanguage], Referrer: cmp.Or(texts[textReferrer], emptyLabel(ByReferrer)),
		UTM:  mergeUTM(target.UTM, &texts),
		Scan: rec.scan, Familiarity: rec.known, UserAgent: texts[textAgent], Addr: rec.address(), Visitor: rec.visitor,
	}
	if rec.class == Blocked {
		click.Destination = ""
	}
	click.Draws, err = g.draws(rec)
	return click, err
}

// draws names the splits of a record's draws.
func (g *chainGroup) draws(rec *record) (draws []SplitDraw, err error) {
	for _, d := range rec.draws {
		id, err := g.plan.split(d.split)
		if err != nil {
			return nil, err
		}
		draws = append(draws, SplitDraw{Split: id, U: float64(d.tenths) / 10})
	}
	return draws, nil
}
