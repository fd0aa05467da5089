package clicklog

import (
	"cmp"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// clicksPerView is the number of clicks to read in one transaction, so that a slow
// reader does not keep a transaction open.
const clicksPerView = 128

// ReadClicks reads some of a link's clicks, newest first, from a block on. It
// reads whole blocks and returns the next block to read. That is 0 at the end of
// the chain and where the link's clicks were removed or are being erased.
func ReadClicks(walk *LinkChain, lane analytics.Lane, link uint32, block uint64) (page []analytics.Click, next uint64, err error) {
	front, err := frontOf(walk.Tx, link)
	if err != nil || block <= front {
		return nil, 0, err
	}
	for len(page) < clicksPerView && block > front {
		groups, back, err := walk.Groups(link, block)
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

// frontOf returns the last block in which no clicks of a link are left, though their rows
// may still be there.
func frontOf(tx analytics.Tx, link uint32) (block uint64, err error) {
	erased, err := LoadErasure(tx, link)
	if err != nil {
		return 0, err
	}
	gone, err := LoadRemoved(tx)
	return max(erased, gone.Block), err
}

// clicks appends the clicks of a group.
func (g *ChainGroup) clicks(page []analytics.Click, lane analytics.Lane) ([]analytics.Click, error) {
	records := g.Chunk.Records(g.Start, g.End)
	var rec Record
	for position := g.Position; records.Next(&rec); position++ {
		click, err := g.click(&rec, lane, position)
		if err != nil {
			return nil, err
		}
		page = append(page, click)
	}
	return page, records.End()
}

// click returns a record at a position of the block, with the texts and the target that
// it refers to.
func (g *ChainGroup) click(rec *Record, lane analytics.Lane, position uint32) (analytics.Click, error) {
	texts, err := g.Chunk.AllTexts(rec)
	if err != nil {
		return analytics.Click{}, err
	}
	target, err := PlanTarget(g.Plan, rec.Target)
	if err != nil {
		return analytics.Click{}, err
	}
	click := analytics.Click{
		ID: clickID(rec, lane, analytics.Place{Block: g.Chunk.Block, Position: position}).String(), Tracked: rec.ID != (analytics.ClickID{}),
		Link: analytics.LinkRef{Number: g.Link}, Revision: g.Revision, Time: time.UnixMilli(rec.Time).UTC(), Class: rec.Class,
		Rule: target.Rule, Destination: target.Destination,
		Place:    routing.Place{Country: texts[TextCountry], Region: texts[TextRegion], City: texts[TextCity]},
		Agent:    routing.Agent{Device: rec.Device, OS: texts[TextOS], Browser: texts[TextBrowser], Bot: rec.bot},
		Language: texts[TextLanguage], Referrer: cmp.Or(texts[TextReferrer], EmptyLabel(analytics.ByReferrer)),
		UTM:  MergeUTM(target.UTM, &texts),
		Scan: rec.Scan, Placement: texts[TextPlacement], Familiarity: rec.known, UserAgent: texts[TextAgent], Addr: rec.Address(), Visitor: rec.Visitor, Person: rec.Person,
	}
	if rec.Class == analytics.Blocked {
		click.Destination = ""
	}
	if rec.Class == analytics.Conversion {
		click.Converted = rec.facts(texts[TextKind], texts[TextCurrency])
	}
	click.Draws, err = g.draws(rec)
	return click, err
}

// draws returns a record's draws with the ids of their splits.
func (g *ChainGroup) draws(rec *Record) (draws []analytics.SplitDraw, err error) {
	for _, d := range rec.Draws {
		id, err := PlanSplit(g.Plan, d.Split)
		if err != nil {
			return nil, err
		}
		draws = append(draws, analytics.SplitDraw{Split: id, U: float64(d.tenths) / 10})
	}
	return draws, nil
}

// EmptyLabel returns the name under which clicks without a value are shown.
func EmptyLabel(d analytics.Dimension) string {
	switch d {
	case analytics.ByReferrer:
		return "Direct"
	case analytics.ByTrigger:
		return "click"
	case analytics.ByRule, analytics.ByPlacement,
		analytics.ByUTMSource, analytics.ByUTMMedium, analytics.ByUTMCampaign, analytics.ByUTMTerm, analytics.ByUTMContent:
		return ""
	}
	return "Unknown"
}

// MergeUTM returns the target's parameters. Those that the target does not set are
// the visit's.
func MergeUTM(given *routing.UTM, texts *[numTexts]string) routing.UTM {
	if given == nil {
		given = new(routing.UTM)
	}
	either := func(given string, text int) string {
		if given != "" {
			return given
		}
		return texts[text]
	}
	return routing.UTM{
		Source:   either(given.Source, TextUTMSource),
		Medium:   either(given.Medium, TextUTMMedium),
		Campaign: either(given.Campaign, TextUTMCampaign),
		Term:     either(given.Term, TextUTMTerm),
		Content:  either(given.Content, TextUTMContent),
	}
}
