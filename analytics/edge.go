package analytics

// edge adds the dimensions of the quarter-hours from and up to to, which are
// not a whole hour, by counting the link's clicks of that day in the log. Rules
// and limits of the values are the rollup's.
func (t *tally) edge(f *folder, ru *dayRollup, from, to int) error {
	if from >= to || !ru.humanIn(from, to) {
		return nil
	}
	walk := newChain(f.tx, f.tail)
	for block := ru.last; block != 0 && block >= ru.first; {
		groups, back, err := walk.groups(f.link, block)
		if err != nil {
			return err
		}
		for i := range groups {
			if err := t.edgeGroup(f, ru, &groups[i], from, to); err != nil {
				return err
			}
		}
		if back == 0 {
			break
		}
		block -= back
	}
	return nil
}

// humanIn reports whether there is anything to count.
func (ru *rollup) humanIn(from, to int) bool {
	for _, c := range ru.classes {
		if c.slot >= slotOf(Human, from) && c.slot < slotOf(Human, to) {
			return true
		}
	}
	return false
}

// edgeGroup adds the clicks of one group.
func (t *tally) edgeGroup(f *folder, ru *dayRollup, g *chainGroup, from, to int) error {
	records := g.chunk.records(g.start, g.end)
	for rec := &f.record; records.next(rec); {
		quarter := quarterOf(rec.time)
		if rec.class != Human || dayOf(rec.time) != ru.day || quarter < from || quarter >= to {
			continue
		}
		if err := f.labels.fill(rec, g.chunk, g.plan); err != nil {
			return err
		}
		for d, name := range f.labels {
			if name == "" {
				continue
			}
			if ru.dims[d].find(name) < 0 {
				name = otherValue
			}
			t.count(Dimension(d), name, 1)
		}
	}
	return records.end()
}
