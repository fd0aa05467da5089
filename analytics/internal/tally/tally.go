package tally

import (
	"maps"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// look notes what is being erased of links in a view. Their rollups are gone from
// there on, though nobody may have been told yet.
func (t *Tally) look(tx analytics.Tx, links []uint32) error {
	erased, err := clicklog.LoadErasures(tx)
	if err != nil {
		return err
	}
	maps.DeleteFunc(erased, func(link uint32, _ uint64) bool {
		_, wanted := slices.BinarySearch(links, link)
		return !wanted
	})
	t.Torn = t.Torn || t.erased != nil && !maps.Equal(t.erased, erased)
	t.erased = erased
	return nil
}

// Tally adds up the answer of a query.
type Tally struct {
	calendar Calendar
	clock    wallClock
	// Brief says that only totals, series and visitors are asked for.
	Brief  bool
	points []analytics.Point // by the calendar's buckets
	hours  [7][24]uint64
	names  [rollup.NumDimensions]map[string]int // where in counts a value is
	counts [rollup.NumDimensions][]analytics.Count
	// splits are nil when they are not asked for.
	splits  map[rollup.VariantName]*analytics.Variant
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
	erased clicklog.Erasures
	Torn   bool
	gone   int64 // Period.Gone in milliseconds; 0 for none
	// shifted is how many more clicks breakdowns have than the totals, because
	// they are cut at whole hours.
	shifted int64

	cells    rollup.Cells // of the row that is being read
	visitors rollup.Visitors
}

// NewTally returns an answer without figures. alone says that it is about one link,
// whose splits are told.
func NewTally(c Calendar, alone bool) *Tally {
	t := &Tally{
		calendar: c, clock: wallClock{loc: c.loc}, points: c.points(), days: make(map[uint32]*unions),
	}
	if alone {
		t.splits = make(map[rollup.VariantName]*analytics.Variant)
	}
	return t
}

// day adds the part of a link's rollup that the range covers.
func (t *Tally) day(f *rollup.Folder, ru *rollup.DayRollup, day utcDay) error {
	inside, outside := t.addClasses(ru.Classes, day)
	if inside == 0 {
		return nil
	}
	part := partialDayOf(ru.Classes, day)
	part.hours, part.visitors = part.hours && !t.Brief, outside > 0
	if (part.hours || part.visitors) && ru.First < t.logBegin {
		part.widen(ru.Classes)
		t.shifted += int64(ru.Classes.Humans(part.from*4, part.to*4)) - int64(inside)
		t.miss(day.day)
	}
	t.wholeHours(&ru.Rollup, part.from, part.to)
	if part.hours || part.visitors {
		if err := t.clicks(f, ru, &part); err != nil {
			return err
		}
	}
	if part.visitors {
		return nil
	}
	return t.merge(day.day, &ru.Rollup)
}

// miss notes that clicks of a day are gone that were needed.
func (t *Tally) miss(day uint32) { t.gone = max(t.gone, (int64(day)+1)*wire.MsPerDay) }

// addClasses adds the requests of the quarter-hours that the range covers. It
// returns how many human clicks it covers, and how many it does not.
func (t *Tally) addClasses(classes rollup.Cells, day utcDay) (inside, outside uint64) {
	index, before := day.first, 0
	for _, c := range classes {
		class, quarter := analytics.Class(c.Slot/rollup.QuartersPerDay), int(c.Slot%rollup.QuartersPerDay)
		if quarter < day.from || quarter >= day.to {
			if class == analytics.Human {
				outside += c.Count
			}
			continue
		}
		if quarter < before { // of the next class
			index = day.first
		}
		before = quarter
		ms := int64(day.day)*wire.MsPerDay + int64(quarter)*wire.MsPerQuarter
		index = t.calendar.index(ms, index)
		t.requests(index, ms, class, c.Count)
		if class == analytics.Human {
			inside += c.Count
		}
	}
	return inside, outside
}

// requests adds requests of one class at a time in a bucket.
func (t *Tally) requests(bucket int, ms int64, class analytics.Class, n uint64) {
	t.points[bucket].Classes[class] += n
	if class == analytics.Human {
		t.points[bucket].Clicks += n
		weekday, hour := t.clock.hour(ms)
		t.hours[weekday][hour] += n
	}
}

// wholeHours adds the hours from and up to to of a rollup's dimensions.
func (t *Tally) wholeHours(ru *rollup.Rollup, from, to int) {
	if t.Brief {
		return
	}
	sum := func(hours *[24]uint32) (clicks uint64) {
		for hour := from; hour < to; hour++ {
			clicks += uint64(hours[hour])
		}
		return clicks
	}
	for _, d := range analytics.Dimensions() {
		values := ru.Dims[d].Values
		for i := range values {
			t.count(d, values[i].Name, sum(&values[i].Hours))
		}
	}
	for i := range ru.Variants {
		t.variant(ru.Variants[i].VariantName, sum(&ru.Variants[i].Hours))
	}
}

// maxNames is the most values of a dimension that an answer tells apart.
const maxNames = 1 << 16

// count adds clicks of a value.
func (t *Tally) count(d analytics.Dimension, name string, clicks uint64) {
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
func (t *Tally) countBytes(d analytics.Dimension, name []byte, clicks uint64) {
	if clicks == 0 {
		return
	}
	i, ok := t.names[d][string(name)]
	if !ok {
		i = t.addName(d, string(name))
	}
	t.counts[d][i].Clicks += clicks
}

// addName makes room for a value and returns where it is counted.
func (t *Tally) addName(d analytics.Dimension, name string) int {
	if t.names[d] == nil {
		t.names[d] = make(map[string]int)
	}
	if len(t.counts[d]) >= maxNames {
		name = rollup.RestValue
		if i, ok := t.names[d][name]; ok {
			return i
		}
	}
	i := len(t.counts[d])
	t.names[d][name] = i
	t.counts[d] = append(t.counts[d], analytics.Count{Value: name})
	return i
}

// variant adds clicks of a way out of a split.
func (t *Tally) variant(name rollup.VariantName, clicks uint64) {
	if clicks > 0 && t.splits != nil {
		t.split(name).Clicks += clicks
	}
}

// split returns the figures of a way out of a split.
func (t *Tally) split(name rollup.VariantName) *analytics.Variant {
	v := t.splits[name]
	if v == nil {
		name = rollup.VariantName{Split: strings.Clone(name.Split), Rule: strings.Clone(name.Rule)}
		v = &analytics.Variant{Rule: name.Rule}
		t.splits[name] = v
	}
	return v
}
