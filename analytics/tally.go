package analytics

import (
	"cmp"
	"slices"
	"strings"
)

// tally adds rollups up to the answer of a query.
type tally struct {
	calendar calendar
	classes  [NumClasses]uint64
	daily    []uint64
	names    [numDims]map[string]int // where in counts a value is
	counts   [numDims][]Count
	lost     uint64
	cells    cells // of the row that is being read
}

func newTally(c calendar) *tally {
	t := &tally{calendar: c, daily: make([]uint64, c.days())}
	for d := range t.names {
		t.names[d] = make(map[string]int)
	}
	return t
}

// dimensions returns all dimensions.
func dimensions() (all []Dimension) {
	for d := ByCountry; d <= ByCity; d++ {
		all = append(all, d)
	}
	return all
}

// day adds the part of a link's rollup that the range covers.
func (t *tally) day(f *folder, ru *dayRollup, day utcDay) error {
	t.addClasses(ru.classes, day)
	from, to := (day.from+3)/4, day.to/4
	t.hours(ru, from, to)
	if from > to { // both edges fall inside one hour
		return t.edge(f, ru, day.from, day.to)
	}
	if err := t.edge(f, ru, day.from, from*4); err != nil {
		return err
	}
	return t.edge(f, ru, to*4, day.to)
}

// addClasses adds the requests of the quarter-hours that the range covers.
func (t *tally) addClasses(classes cells, day utcDay) {
	index := day.first
	for _, c := range classes {
		class, quarter := Class(c.slot/quartersPerDay), int(c.slot%quartersPerDay)
		if quarter < day.from || quarter >= day.to {
			continue
		}
		t.classes[class] += c.count
		if class == Human {
			index = t.calendar.index(int64(day.day)*msPerDay+int64(quarter)*msPerQuarter, index)
			t.daily[index] += c.count
		}
	}
}

// hours adds whole hours of a rollup's dimensions.
func (t *tally) hours(ru *dayRollup, from, to int) {
	for _, d := range dimensions() {
		values := ru.dims[d].values
		for i := range values {
			var clicks uint64
			for hour := from; hour < to; hour++ {
				clicks += uint64(values[i].hours[hour])
			}
			t.count(d, values[i].name, clicks)
		}
	}
}

// count adds clicks of a value.
func (t *tally) count(d Dimension, name string, clicks uint64) {
	if clicks == 0 {
		return
	}
	i, ok := t.names[d][name]
	if !ok {
		i = t.addName(d, strings.Clone(name)) // it may be a part of a whole rollup
	}
	t.counts[d][i].Clicks += clicks
}

// countBytes is count for a name in a row.
func (t *tally) countBytes(d Dimension, name []byte, clicks uint64) {
	if clicks == 0 {
		return
	}
	i, ok := t.names[d][string(name)]
	if !ok {
		i = t.addName(d, string(name))
	}
	t.counts[d][i].Clicks += clicks
}

// addName makes room for a value.
func (t *tally) addName(d Dimension, name string) int {
	i := len(t.counts[d])
	t.names[d][name] = i
	t.counts[d] = append(t.counts[d], Count{Value: name})
	return i
}

// stats returns the answer.
func (t *tally) stats() *Stats {
	s := &Stats{
		Classes:    t.classes,
		Daily:      make([]Point, len(t.daily)),
		Breakdowns: make(map[Dimension][]Count),
		Lost:       t.lost,
	}
	for i, clicks := range t.daily {
		s.Daily[i] = Point{Start: t.calendar.starts[i], Clicks: clicks}
	}
	for _, d := range dimensions() {
		s.Breakdowns[d] = t.breakdown(d)
	}
	return s
}

// breakdown returns the values of a dimension in order. The clicks without a
// value are those that no value has.
func (t *tally) breakdown(d Dimension) []Count {
	rest := t.classes[Human]
	for _, c := range t.counts[d] {
		rest -= min(c.Clicks, rest)
	}
	t.count(d, emptyLabel(d), rest)
	slices.SortFunc(t.counts[d], func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Clicks, a.Clicks), strings.Compare(a.Value, b.Value))
	})
	return t.counts[d]
}
