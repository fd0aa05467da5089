package analytics

// unions are the visitors of some time, and those of the ways out of splits.
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

// join counts the visitors of others too.
func (u *unions) join(others *unions) error {
	if err := u.all.join(&others.all); err != nil {
		return err
	}
	for name, v := range others.variants {
		if err := u.variant(name).join(v); err != nil {
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
	u := t.visitorsOn(day)
	u.all.add(hash)
	if t.splits == nil {
		return
	}
	for _, name := range variants {
		u.variant(name).add(hash)
	}
}

// merge counts all visitors of a link's day.
func (t *tally) merge(day uint32, ru *rollup) error {
	u := t.visitorsOn(day)
	if err := u.all.merge(ru.visitorsOf("")); err != nil || t.splits == nil {
		return err
	}
	for i := range ru.variants {
		v := &ru.variants[i]
		if err := u.variant(v.variantName).merge(&v.visitors); err != nil {
			return err
		}
	}
	return nil
}

// close adds the visitors of a day to the sums, and to those of the range, when
// all are known.
func (t *tally) close(day uint32) error {
	u := t.days[day]
	if u == nil {
		return nil
	}
	delete(t.days, day)
	t.uniques += u.all.count()
	for name, v := range u.variants {
		t.split(name).DailyUniques += v.count()
	}
	if t.whole == nil {
		return nil
	}
	return t.whole.join(u)
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
