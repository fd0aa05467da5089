package analytics

import "strings"

// tally adds up the answer of a query.
type tally struct {
	calendar calendar
	clock    wallClock
	// brief says that only totals, series and visitors are asked for.
	brief  bool
	points []Point // by the calendar's buckets
	hours  [7][24]uint64
	names  [numDims]map[string]int // where in counts a value is
	counts [numDims][]Count
	// follows is where in counts the next name of a row may be.
	follows [numDims]int
	// splits are nil when they are not asked for.
	splits  map[variantName]*Variant
	uniques uint64
	days    map[uint32]*unions // of which not all visitors are known
	// oneKey says that the range lies in one key period, whole are then its
	// visitors when it has several days.
	oneKey bool
	whole  *unions
	lost   uint64
	// logBegin is the first block that the log still has.
	logBegin uint64
	// erased is what is being erased of the links, as of the newest view; torn
	// says that it was not the same in all of them.
	erased erasures
	torn   bool
	gone   int64 // Period.Gone in milliseconds; 0 for none
	// shifted is how many more clicks breakdowns have than the totals, because
	// they are cut at whole hours.
	shifted int64

	// late are the days that something is pending of.
	late map[uint32]bool

	cells    cells // of the row that is being read
	visitors visitors
	name     []byte
	merged   bool // the row is the sum of a workspace
}

// newTally returns an answer without figures. alone says that it is about one link,
// whose splits are told.
func newTally(c calendar, alone bool) *tally {
	t := &tally{
		calendar: c, clock: wallClock{loc: c.loc}, points: c.points(), days: make(map[uint32]*unions),
		late: make(map[uint32]bool),
	}
	if alone {
		t.splits = make(map[variantName]*Variant)
	}
	return t
}

// day adds the part of a link's rollup that the range covers.
func (t *tally) day(f *folder, ru *dayRollup, day utcDay) error {
	inside, outside := t.addClasses(ru.classes, day)
	if inside == 0 {
		return nil
	}
	part := cutOf(ru.classes, day)
	part.hours, part.visitors = part.hours && !t.brief, outside > 0
	if (part.hours || part.visitors) && ru.first < t.logBegin {
		part.widen(ru.classes)
		t.shifted += int64(ru.classes.humans(part.from*4, part.to*4)) - int64(inside)
		t.miss(day.day)
	}
	t.wholeHours(&ru.rollup, part.from, part.to)
	if part.hours || part.visitors {
		if err := t.clicks(f, ru, &part); err != nil {
			return err
		}
	}
	if part.visitors {
		return nil
	}
	return t.merge(day.day, &ru.rollup)
}

// miss notes that clicks of a day are gone that were needed.
func (t *tally) miss(day uint32) { t.gone = max(t.gone, (int64(day)+1)*msPerDay) }

// addClasses adds the requests of the quarter-hours that the range covers. It
// returns how many human clicks it covers, and how many it does not.
func (t *tally) addClasses(classes cells, day utcDay) (inside, outside uint64) {
	index, before := day.first, 0
	for _, c := range classes {
		class, quarter := Class(c.slot/quartersPerDay), int(c.slot%quartersPerDay)
		if quarter < day.from || quarter >= day.to {
			if class == Human {
				outside += c.count
			}
			continue
		}
		if quarter < before { // of the next class
			index = day.first
		}
		before = quarter
		ms := int64(day.day)*msPerDay + int64(quarter)*msPerQuarter
		index = t.calendar.index(ms, index)
		t.requests(index, ms, class, c.count)
		if class == Human {
			inside += c.count
		}
	}
	return inside, outside
}

// requests adds requests of one class at a time in a bucket.
func (t *tally) requests(bucket int, ms int64, class Class, n uint64) {
	t.points[bucket].Classes[class] += n
	if class == Human {
		t.points[bucket].Clicks += n
		weekday, hour := t.clock.hour(ms)
		t.hours[weekday][hour] += n
	}
}

// wholeHours adds the hours from and up to to of a rollup's dimensions.
func (t *tally) wholeHours(ru *rollup, from, to int) {
	if t.brief {
		return
	}
	sum := func(hours *[24]uint32) (clicks uint64) {
		for hour := from; hour < to; hour++ {
			clicks += uint64(hours[hour])
		}
		return clicks
	}
	for _, d := range dimensions() {
		values := ru.dims[d].values
		for i := range values {
			t.count(d, values[i].name, sum(&values[i].hours))
		}
	}
	for i := range ru.variants {
		t.variant(ru.variants[i].variantName, sum(&ru.variants[i].hours))
	}
}

// maxNames is the most values of a dimension that an answer tells apart.
const maxNames = 1 << 16

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

// countBytes is count for a name in a row. The names of a row stand in order, so
// that mostly one follows that followed in the row before.
func (t *tally) countBytes(d Dimension, name []byte, clicks uint64) {
	if clicks == 0 {
		return
	}
	i := t.follows[d]
	if i >= len(t.counts[d]) || t.counts[d][i].Value != string(name) {
		var ok bool
		if i, ok = t.names[d][string(name)]; !ok {
			i = t.addName(d, string(name))
		}
	}
	t.follows[d] = i + 1
	t.counts[d][i].Clicks += clicks
}

// addName makes room for a value and returns where it is counted.
func (t *tally) addName(d Dimension, name string) int {
	if t.names[d] == nil {
		t.names[d] = make(map[string]int)
	}
	if len(t.counts[d]) >= maxNames {
		name = restValue
		if i, ok := t.names[d][name]; ok {
			return i
		}
	}
	i := len(t.counts[d])
	t.names[d][name] = i
	t.counts[d] = append(t.counts[d], Count{Value: name})
	return i
}

// variant adds clicks of a way out of a split.
func (t *tally) variant(name variantName, clicks uint64) {
	if clicks > 0 && t.splits != nil {
		t.split(name).Clicks += clicks
	}
}

// split returns the figures of a way out of a split.
func (t *tally) split(name variantName) *Variant {
	v := t.splits[name]
	if v == nil {
		name = variantName{split: strings.Clone(name.split), rule: strings.Clone(name.rule)}
		v = &Variant{Rule: name.rule}
		t.splits[name] = v
	}
	return v
}
