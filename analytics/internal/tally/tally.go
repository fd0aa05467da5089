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

// look reads which of the links are being erased in a view. From then on their
// rollups are gone, even if the recorder does not know about the erasure yet.
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

// beginLane forgets what was known of another lane.
func (t *Tally) beginLane() {
	t.erased = nil
	clear(t.late)
}

// Tally adds up the answer to a query.
type Tally struct {
	calendar Calendar
	clock    wallClock
	// Brief limits the answer to totals, series and visitors.
	Brief bool
	// Several says that figures of several lanes are added, one after the other. Each may
	// have a part of a day's visitors, so only sets of visitors are of use, not numbers.
	Several bool
	// PageClicks is the number of clicks of a filtered answer to count in one
	// transaction. It is set for tests.
	PageClicks int
	// Words are known to a filtered answer; nil for none.
	Words  *clicklog.WordCache
	points []analytics.Point // by the calendar's buckets
	hours  [7][24]uint64
	names  [rollup.NumDimensions]map[string]int // indexes of counts
	counts [rollup.NumDimensions][]analytics.Count
	sorted [rollup.NumDimensions]sortedCounts // of rows with many names, beside counts
	// conversions are those of the range.
	conversions conversionTally
	// follows has the index of counts at which the next name of a row may be.
	follows [rollup.NumDimensions]int
	// splits is nil if they are not asked for.
	splits  map[rollup.VariantName]*analytics.Variant
	uniques uint64
	days    map[uint32]*unions // days whose visitors are not complete yet
	spare   []*unions          // of days that are closed
	table   rollup.Table       // memory for counting visitors
	// oneKey says that the range is in one key period. Then whole has its
	// visitors, unless it is a single day.
	oneKey bool
	whole  *unions
	lost   uint64
	// logBegin is the first block of the log.
	logBegin uint64
	// erased has the links that are being erased, as of the newest view.
	erased clicklog.Erasures
	// Torn says that erased changed between views, so that the figures are of no
	// single moment.
	Torn bool
	gone int64 // Period.Gone in milliseconds; 0 for none
	// shifted is the number of clicks that breakdowns have more than the totals,
	// because they are cut at whole hours.
	shifted int64

	// late has the days that have pending clicks.
	late map[uint32]bool

	cells    rollup.Cells    // of the current row
	visitors rollup.Visitors // of the current row
	name     []byte          // of a value of the current row
	merged   bool            // the current row is the sum of a workspace
}

// NewTally returns an empty tally. alone says that the query is about one link: then
// the answer has its splits.
func NewTally(c Calendar, alone bool) *Tally {
	t := &Tally{
		calendar: c, clock: wallClock{loc: c.loc}, points: c.points(), days: make(map[uint32]*unions),
		late: make(map[uint32]bool), PageClicks: clicksPerPage,
	}
	if alone {
		t.splits = make(map[rollup.VariantName]*analytics.Variant)
	}
	return t
}

// day adds the part of a link's rollup that the range covers.
func (t *Tally) day(f *rollup.Folder, ru *rollup.DayRollup, day UtcDay) error {
	inside, outside := t.addClasses(ru.Classes, day)
	t.conversionsOf(&ru.Conversions, day)
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

// miss notes that needed clicks of a day were removed.
func (t *Tally) miss(day uint32) { t.gone = max(t.gone, (int64(day)+1)*wire.MsPerDay) }

// addClasses adds the requests of the quarter-hours that the range covers. It
// returns the numbers of human clicks inside and outside of the range.
func (t *Tally) addClasses(classes rollup.Cells, day UtcDay) (inside, outside uint64) {
	index, before := day.first, 0
	for _, c := range classes {
		class, quarter := analytics.Class(c.Slot/rollup.QuartersPerDay), int(c.Slot%rollup.QuartersPerDay)
		if quarter < day.from || quarter >= day.to {
			if class == analytics.Human {
				outside += c.Count
			}
			continue
		}
		if quarter < before { // the next class begins
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

// requests adds n requests of a class to a bucket. ms is their time.
func (t *Tally) requests(bucket int, ms int64, class analytics.Class, n uint64) {
	t.points[bucket].Classes[class] += n
	if class == analytics.Human {
		t.points[bucket].Clicks += n
		weekday, hour := t.clock.hour(ms)
		t.hours[weekday][hour] += n
	}
}

// wholeHours adds a rollup's dimensions from one hour up to another, exclusive.
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

// maxNames is the number of values of a dimension that an answer tells apart.
const maxNames = 1 << 16

// count adds clicks to a value.
func (t *Tally) count(d analytics.Dimension, name string, clicks uint64) {
	if clicks == 0 {
		return
	}
	i, ok := t.names[d][name]
	if !ok {
		i = t.addName(d, strings.Clone(name)) // name may be part of a large string
	}
	t.counts[d][i].Clicks += clicks
}

// countBytes is count for a name in a row; it copies only new names. The names of a
// row are sorted, so mostly a name follows the same name as in the row before.
func (t *Tally) countBytes(d analytics.Dimension, name []byte, clicks uint64) {
	if clicks == 0 {
		return
	}
	t.counts[d][t.indexOf(d, name)].Clicks += clicks
}

// indexOf returns the index of a value in counts, and adds the value if it is new.
func (t *Tally) indexOf(d analytics.Dimension, name []byte) int {
	i := t.follows[d]
	if i >= len(t.counts[d]) || t.counts[d][i].Value != string(name) {
		var ok bool
		if i, ok = t.names[d][string(name)]; !ok {
			i = t.addName(d, string(name))
		}
	}
	t.follows[d] = i + 1
	return i
}

// addName adds a value and returns its index in counts. Beyond maxNames it returns
// the index of the value that counts all others.
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
