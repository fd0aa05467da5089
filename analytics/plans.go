package analytics

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/routing"
)

// append appends the plan's payload: the workspace, the domain, the ids of the
// splits, and the targets with rule, place of the split, destination and the five
// parameters. Link and revision are its key.
func (p *Plan) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(p.Workspace))
	b = appendString(b, p.Domain)
	b = binary.AppendUvarint(b, uint64(len(p.Splits)))
	for _, id := range p.Splits {
		b = appendString(b, id)
	}
	b = binary.AppendUvarint(b, uint64(len(p.Targets)))
	for _, t := range p.Targets {
		b = appendString(b, t.Rule)
		split := uint64(t.Split)
		if split > uint64(len(p.Splits)) { // no hit has such a target: Hit.check
			split = 0
		}
		b = binary.AppendUvarint(b, split)
		b = appendString(b, t.Destination)
		for _, text := range utmTexts(t.UTM) {
			b = appendString(b, text)
		}
	}
	return b
}

// decodePlan reads a plan's payload.
func decodePlan(link, revision uint32, payload []byte) (*Plan, error) {
	r := reader{data: payload}
	p := &Plan{Link: link, Revision: revision, Workspace: r.uint32(), Domain: r.string()}
	p.Splits = make([]string, r.count(1))
	for i := range p.Splits {
		p.Splits[i] = r.string()
	}
	p.Targets = make([]Target, r.count(8))
	for i := range p.Targets {
		p.Targets[i] = Target{Rule: r.string(), Split: p.splitPlace(&r), Destination: r.string()}
		utm := routing.UTM{
			Source: r.string(), Medium: r.string(), Campaign: r.string(), Term: r.string(), Content: r.string(),
		}
		if utm != (routing.UTM{}) {
			p.Targets[i].UTM = &utm
		}
	}
	return p, r.end()
}

// splitPlace reads the place of a split.
func (p *Plan) splitPlace(r *reader) int {
	place := r.uvarint()
	if place > uint64(len(p.Splits)) {
		r.fail()
		return 0
	}
	return int(place)
}

// utmTexts returns the five parameters in the order of the texts.
func utmTexts(u *routing.UTM) [5]string {
	if u == nil {
		return [5]string{}
	}
	return [5]string{u.Source, u.Medium, u.Campaign, u.Term, u.Content}
}

// target returns a target by its index.
func (p *Plan) target(index uint32) (*Target, error) {
	if uint64(index) >= uint64(len(p.Targets)) {
		return nil, fmt.Errorf("%w: link %d, revision %d, has no target %d", ErrDamaged, p.Link, p.Revision, index)
	}
	return &p.Targets[index], nil
}

// split returns the id of a split by its index.
func (p *Plan) split(index uint32) (string, error) {
	if uint64(index) >= uint64(len(p.Splits)) {
		return "", fmt.Errorf("%w: link %d, revision %d, has no split %d", ErrDamaged, p.Link, p.Revision, index)
	}
	return p.Splits[index], nil
}

// planKey names a plan in memory.
func planKey(link, revision uint32) uint64 { return uint64(link)<<32 | uint64(revision) }

// knownPlans remembers which plans are in the log or stored, in two generations
// so that it stays bounded.
type knownPlans struct {
	young, old map[uint64]struct{}
}

// knownPlansLimit is the size of one generation.
const knownPlansLimit = 1 << 16

func (k *knownPlans) has(key uint64) bool {
	if _, ok := k.young[key]; ok {
		return true
	}
	_, ok := k.old[key]
	if ok {
		k.add(key)
	}
	return ok
}

func (k *knownPlans) add(key uint64) {
	if k.young == nil || len(k.young) >= knownPlansLimit {
		k.old, k.young = k.young, make(map[uint64]struct{})
	}
	k.young[key] = struct{}{}
}

// planRows are the rows of the log that bring a block's new plans: their links,
// revisions and payloads with their lengths, about chunkSize bytes each. The
// plans move to [TablePlans], next to those of neighbouring links, when their
// slice is folded: written there at once, each would touch a page of its own.
func planRows(block uint64, plans []*Plan) (rows []Row) {
	for len(plans) > 0 {
		value := newValue(nil)
		for len(plans) > 0 && len(value) < chunkSize {
			value = binary.AppendUvarint(value, uint64(plans[0].Link))
			value = binary.AppendUvarint(value, uint64(plans[0].Revision))
			value = appendString(value, string(plans[0].append(nil)))
			plans = plans[1:]
		}
		rows = append(rows, Row{Key: logKey(block, noLink, uint32(len(rows)+1)), Value: seal(value)})
	}
	return rows
}

// decodePlans reads the payload of a plan row.
func decodePlans(payload []byte) (plans []*Plan, err error) {
	r := reader{data: payload}
	for r.left() > 0 {
		link, revision := r.uint32(), r.uint32()
		plan, err := decodePlan(link, revision, r.bytes(r.count(1)))
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return plans, r.end()
}

// putPlans stores plans unless they are there.
func putPlans(tx Tx, plans []*Plan) error {
	var stored rowsAhead
	for part := range slices.Chunk(plans, maxAhead) {
		stored.reset()
		for _, p := range part {
			stored.want(pairOf(p.Link, p.Revision))
		}
		if err := stored.read(tx, TablePlans, maxAhead); err != nil {
			return err
		}
		for i, p := range slices.Backward(part) { // of the same twice, the first stays
			if stored.values[i] != nil {
				continue
			}
			if err := tx.Put(TablePlans, pairKey(p.Link, p.Revision), seal(p.append(newValue(nil)))); err != nil {
				return err
			}
		}
	}
	return nil
}

// planLoader finds plans: those that are still in the log it is given, the
// stored ones it reads, each once.
type planLoader struct {
	tx    Tx
	plans map[uint64]*Plan
	ahead rowsAhead
}

// know gives the loader a plan.
func (l *planLoader) know(p *Plan) {
	if l.plans == nil {
		l.plans = make(map[uint64]*Plan)
	}
	l.plans[planKey(p.Link, p.Revision)] = p
}

// plan returns the plan of a link's revision.
func (l *planLoader) plan(link, revision uint32) (*Plan, error) {
	if p := l.plans[planKey(link, revision)]; p != nil {
		return p, nil
	}
	key := pairKey(link, revision)
	payload, err := mustGet(l.tx, TablePlans, key)
	if err != nil {
		return nil, err
	}
	p, err := decodePlan(link, revision, payload)
	if err != nil {
		return nil, inRow(err, TablePlans, key)
	}
	l.know(p)
	return p, nil
}

// planOf returns the plan of a group of a chunk. If it has to be read, those of
// the chunk's other groups that are wanted are read with it.
func (l *planLoader) planOf(c *chunk, g *group) (*Plan, error) {
	if p := l.plans[planKey(g.link, g.revision)]; p != nil {
		return p, nil
	}
	l.ahead.reset()
	for other, err := range c.all() {
		if err != nil {
			break // whoever reads that group is told
		}
		if c.wanted(other.link) {
			l.want(other.link, other.revision)
		}
	}
	if err := l.load(); err != nil {
		return nil, err
	}
	return l.plan(g.link, g.revision)
}

// want has a plan read by load unless it is known.
func (l *planLoader) want(link, revision uint32) {
	if l.plans[planKey(link, revision)] == nil {
		l.ahead.wantOnce(pairOf(link, revision))
	}
}

// load reads the plans that are wanted. What cannot be read is left to plan, which
// says what is wrong.
func (l *planLoader) load() error {
	l.ahead.once(0)
	if err := l.ahead.read(l.tx, TablePlans, maxAhead); err != nil {
		return err
	}
	for i, pair := range l.ahead.pairs {
		if l.ahead.values[i] == nil {
			continue
		}
		payload, err := unseal(l.ahead.values[i])
		if err != nil {
			continue
		}
		if p, err := decodePlan(uint32(pair>>32), uint32(pair), payload); err == nil {
			l.know(p)
		}
	}
	l.ahead.reset()
	return nil
}
