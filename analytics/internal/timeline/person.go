package timeline

import (
	"iter"
	"math"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// personReader reads the events of a visitor. The index of persons has no days, so these
// events are in the order of the log.
type personReader struct {
	bound  analytics.Place // behind which the events are; zero for the beginning
	found  bool            // blocks were found from the bound on
	blocks []uint64        // to read, in the order of the query
	more   bool            // whether there may be further blocks

	persons  map[uint64]bool            // of the visitor
	clicks   map[analytics.ClickID]bool // of the visitor
	ofClicks []uint64                   // blocks of these and of their conversions, once indexed
	indexed  bool
}

// newPersonReader returns a reader of the events of a visitor behind a place.
func newPersonReader(who *Visitor, bound analytics.Place) *personReader {
	p := &personReader{bound: bound, persons: make(map[uint64]bool), clicks: make(map[analytics.ClickID]bool)}
	for _, person := range who.Persons {
		p.persons[person] = person != 0
	}
	for _, id := range who.Clicks {
		p.clicks[id] = id != (analytics.ClickID{})
	}
	return p
}

// has reports whether a record is of the visitor: a click or a conversion.
func (p *personReader) has(t *clicklog.Tracking) bool {
	return p.persons[t.Person] || p.clicks[t.ID] || p.clicks[t.Click]
}

// step reads a part. It returns true at the end.
func (p *personReader) step(v *view) (ended bool, err error) {
	if !p.found {
		if err := p.find(v); err != nil {
			return false, err
		}
		p.found = true
	}
	for len(p.blocks) > 0 && !v.isFull() {
		if known, err := p.read(v, p.blocks[0]); err != nil || !known {
			return false, err
		}
		p.blocks = p.blocks[1:]
	}
	if len(p.blocks) > 0 {
		return false, nil
	}
	p.found = false
	return !p.more, nil
}

// read reads a block. It returns false if first has to be found out which links are
// wanted.
func (p *personReader) read(v *view, block uint64) (known bool, err error) {
	groups, rows, err := v.chain.Window(v.Links, block, block, v.leaveOut)
	v.work += rows + 1
	if err != nil {
		return false, err
	}
	groups = slices.DeleteFunc(groups, func(g clicklog.ChainGroup) bool { return v.removed(g.Link, block) })
	wanted, known := v.sifts(linksOf(groups))
	if !known {
		return false, nil
	}
	if !v.Ascending {
		slices.Reverse(groups)
	}
	for i := range groups {
		if _, is := slices.BinarySearch(wanted, groups[i].Link); !is {
			continue
		}
		err := v.emit(&groups[i], func(rec *clicklog.Record, at analytics.Place) bool {
			return p.has(&rec.Tracking) && v.isAhead(at, p.bound)
		})
		if err != nil {
			return false, err
		}
	}
	p.bound = analytics.Place{Block: block}
	if v.Ascending {
		p.bound.Position = math.MaxUint32
	}
	return true, nil
}

// find finds the next blocks with events of the visitor: all of them, or newest first only
// some of each person.
func (p *personReader) find(v *view) error {
	at := p.left(v)
	p.more = false
	var all []uint64
	for _, person := range v.Visitor.Persons {
		blocks, err := p.ofPerson(v, person, &at)
		if err != nil {
			return err
		}
		all = append(all, blocks...)
	}
	if err := p.index(v); err != nil {
		return err
	}
	all = slices.DeleteFunc(append(all, p.ofClicks...), func(block uint64) bool { return block < at.first || block > at.last })
	slices.Sort(all)
	if p.blocks = slices.Compact(all); !v.Ascending {
		slices.Reverse(p.blocks)
	}
	return nil
}

// left returns the blocks that are left to be read.
func (p *personReader) left(v *view) blocks {
	at := blocks{v.gone.Block + 1, v.memory.Newest} // later ones may have plans that are not known
	switch {
	case v.Ascending:
		at.first = max(at.first, p.bound.Block)
	case p.bound.Position > 0:
		at.last = min(at.last, p.bound.Block)
	case p.bound.Block > 0:
		at.last = min(at.last, p.bound.Block-1)
	}
	return at
}

// ofPerson returns the blocks of a person. Newest first it leaves some for the next time:
// it moves the first of the blocks up.
func (p *personReader) ofPerson(v *view, person uint64, at *blocks) (all []uint64, err error) {
	for block, err := range clicklog.BlocksOfPerson(v.tx, person, at.last) {
		if err != nil {
			return nil, err
		}
		if block < at.first {
			break
		}
		if all = append(all, block); !v.Ascending && len(all) == v.limit {
			at.first, p.more = block, true
			break
		}
	}
	v.work += len(all)/rowsPerKey + 1
	return all, nil
}

// rowsPerKey is how many rows of an index cost as much as one of the log.
const rowsPerKey = 32

// index finds the blocks of the visitor's clicks and of their conversions, once. Newer
// ones are not missed: oldest first the blocks are found only once anyway, and newest
// first they are not ahead.
func (p *personReader) index(v *view) error {
	if p.indexed {
		return nil
	}
	var all []uint64
	for _, id := range v.Visitor.Clicks {
		for _, found := range []iter.Seq2[uint64, error]{clicklog.BlocksOfID(v.tx, id), clicklog.BlocksOfConversions(v.tx, id)} {
			for block, err := range found {
				if err != nil {
					return err
				}
				all = append(all, block)
			}
		}
	}
	v.work += (2*len(v.Visitor.Clicks)+len(all))/rowsPerKey + 1
	p.ofClicks, p.indexed = all, true
	return nil
}
