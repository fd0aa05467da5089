package analytics

import "slices"

// cut says what of a day has to be counted from its clicks in the log.
type cut struct {
	day utcDay
	// from and to bound its whole hours.
	from, to int
	// hours asks for the dimensions of what is not a whole hour, visitors for
	// the visitors.
	hours, visitors bool
}

// humans returns the human clicks of some quarter-hours of a day.
func (c cells) humans(from, to int) (clicks uint64) {
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
			l.values[d] = otherValue
		}
	}
	for i, name := range l.variants {
		if !slices.ContainsFunc(ru.variants, func(v variant) bool { return v.variantName == name }) {
			l.variants[i] = variantName{split: otherValue}
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
