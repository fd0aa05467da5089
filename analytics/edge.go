package analytics

import "slices"

// cut says what of a day has to be counted from its clicks in the log.
type cut struct {
	day utcDay
	// from and to bound the hours whose human clicks are all in it.
	from, to int
	// hours asks for the dimensions of the clicks of other hours, visitors for
	// the visitors.
	hours, visitors bool
}

// cutOf returns the part of a day that a range covers. An hour at its edge is a
// whole one, or none, when all human clicks are on one side of the edge.
func cutOf(c cells, day utcDay) cut {
	part := cut{day: day, from: day.from / 4, to: day.to / 4}
	if c.humans(part.from*4, day.from) > 0 {
		part.from++
		part.hours = c.humans(day.from, part.from*4) > 0
	}
	if c.humans(part.to*4, day.to) > 0 {
		if c.humans(day.to, part.to*4+4) == 0 {
			part.to++
		} else {
			part.hours = true
		}
	}
	return part
}

// widen makes do without the clicks: the last hour, of which the range has a
// part, counts as a whole one, and the first as none, so that ranges side by
// side have each hour once.
func (part *cut) widen(c cells) {
	if c.humans(part.to*4, part.day.to) > 0 {
		part.to++
	}
	part.hours, part.visitors = false, false
}

// humans returns the human clicks of some quarter-hours of a day.
func (c cells) humans(from, to int) (clicks uint64) {
	if from >= to {
		return 0
	}
	for _, c := range c {
		if quarter := int(c.slot % quartersPerDay); Class(c.slot/quartersPerDay) == Human && from <= quarter && quarter < to {
			clicks += c.count
		}
	}
	return clicks
}

// clicks counts what a cut asks for. Limits of the values are the rollup's.
func (t *tally) clicks(f *folder, ru *dayRollup, part *cut) error {
	walk := newChain(f.tx, f.tail)
	for block := ru.last; block != 0 && block >= ru.first; {
		groups, back, err := walk.groups(f.link, block)
		if err != nil {
			return err
		}
		for i := range groups {
			if err := t.clicksOf(f, ru, &groups[i], part); err != nil {
				return err
			}
		}
		if len(groups) == 0 { // removed while it was read
			t.miss(ru.day)
		}
		if back == 0 {
			break
		}
		block -= back
	}
	return nil
}

// clicksOf counts the clicks of one group.
func (t *tally) clicksOf(f *folder, ru *dayRollup, g *chainGroup, part *cut) error {
	records := g.chunk.records(g.start, g.end)
	for rec := &f.record; records.next(rec); {
		quarter := quarterOf(rec.time)
		if rec.class != Human || dayOf(rec.time) != ru.day || quarter < part.day.from || quarter >= part.day.to {
			continue
		}
		if err := f.labels.fill(rec, g.chunk, g.plan); err != nil {
			return err
		}
		ru.limit(&f.labels)
		if part.hours && (quarter < part.from*4 || quarter >= part.to*4) {
			t.countLabels(&f.labels)
		}
		if part.visitors {
			t.visitor(ru.day, rec.visitor, f.labels.variants)
		}
	}
	return records.end()
}

// limit names the values as the rollup counts them.
func (ru *rollup) limit(l *labels) {
	for d, name := range l.values {
		if name != "" && ru.dims[d].find(name) < 0 {
			l.values[d] = restValue
		}
	}
	for i, name := range l.variants {
		if !slices.ContainsFunc(ru.variants, func(v variant) bool { return v.variantName == name }) {
			l.variants[i] = variantName{split: restName}
		}
	}
}

// countLabels counts one human click.
func (t *tally) countLabels(l *labels) {
	for d, name := range l.values {
		if name != "" {
			t.count(Dimension(d), name, 1)
		}
	}
	for _, name := range l.variants {
		t.variant(name, 1)
	}
}
