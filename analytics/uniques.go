package analytics

// unions are the visitors of some time, and those of the ways out of splits.
// Nothing is counted in nil ones.
type unions struct {
	all      union
	variants map[variantName]*union
}

// variant returns the visitors of a way out of a split.
func (u *unions) variant(name variantName) *union {
	v := u.variants[name]
	if v == nil {
		v = new(union)
		if u.variants == nil {
			u.variants = make(map[variantName]*union)
		}
		u.variants[name] = v
	}
	return v
}

// add counts a visitor.
func (u *unions) add(hash uint64, variants []variantName) {
	if u == nil {
		return
	}
	u.all.add(hash)
	for _, name := range variants {
		u.variant(name).add(hash)
	}
}

// merge counts the visitors of a rollup, and those of variants of it.
func (u *unions) merge(ru *rollup, variants []variant) error {
	if u == nil {
		return nil
	}
	if err := u.all.merge(ru.visitorsOf("")); err != nil {
		return err
	}
	for i := range variants {
		v := &variants[i]
		if err := u.variant(v.variantName).merge(&v.visitors); err != nil {
			return err
		}
	}
	return nil
}

// recognise has visitors counted once in the whole range when one key was used
// in it. Those of one UTC day are anyway.
func (t *tally) recognise(periods keyPeriods) {
	from, to := t.calendar.bounds()
	first, last := dayOf(max(from, 0)), dayOf(max(to-1, 0))
	t.oneKey = periods.start(first) == periods.start(last)
	if t.oneKey && first != last {
		t.whole = new(unions)
	}
}

// visitorsOn returns the visitors of a day.
func (t *tally) visitorsOn(day uint32) *unions {
	u := t.days[day]
	if u == nil {
		u = new(unions)
		t.days[day] = u
	}
	return u
}

// visitor counts one visitor of a day.
func (t *tally) visitor(day uint32, hash uint64, variants []variantName) {
	if t.splits == nil {
		variants = nil
	}
	t.visitorsOn(day).add(hash, variants)
	t.whole.add(hash, variants)
}

// merge counts all visitors of a link's day.
func (t *tally) merge(day uint32, ru *rollup) error {
	variants := ru.variants
	if t.splits == nil {
		variants = nil
	}
	if err := t.visitorsOn(day).merge(ru, variants); err != nil {
		return err
	}
	return t.whole.merge(ru, variants)
}

// close adds the visitors of a day to the sums, when all are known.
func (t *tally) close(day uint32) {
	u := t.days[day]
	if u == nil {
		return
	}
	t.uniques += u.all.count()
	for name, v := range u.variants {
		t.split(name).DailyUniques += v.count()
	}
	delete(t.days, day)
}

// different returns how many different visitors there were in the range, which
// are no more than were counted day by day; nil when that cannot be known.
func (t *tally) different(daily uint64, of func(*unions) *union) *uint64 {
	if !t.oneKey {
		return nil
	}
	if t.whole != nil {
		daily = min(daily, of(t.whole).count())
	}
	return &daily
}
