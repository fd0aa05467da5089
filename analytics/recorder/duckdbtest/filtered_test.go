package duckdbtest

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

const (
	// usualClicks is the number of clicks at which times are judged, and at a tenth.
	usualClicks = 10_000_000
	// mostPerClick is the longest time per click for the usual number, with two processors.
	mostPerClick = 250 * time.Nanosecond
)

// TestFilteredStatsAreAsFastAsDuckDB asks for the filtered statistics of a link's year,
// of LINKPACK_STATS clicks and of a tenth. Both must say the same. The recorder must not
// take longer than DuckDB for a tenth of the usual number of clicks, and not longer than
// mostPerClick for that number.
func TestFilteredStatsAreAsFastAsDuckDB(t *testing.T) {
	clicks, err := strconv.Atoi(os.Getenv("LINKPACK_STATS"))
	if err != nil {
		t.Skip("LINKPACK_STATS is no number of clicks")
	}
	for _, n := range []int{clicks / 10, clicks} {
		t.Run(fmt.Sprint(n), func(t *testing.T) { compareFile(t, n) })
	}
}

// filtered is a filter with its description.
type filtered struct {
	by     string
	filter map[analytics.Dimension][]string
}

func filters() []filtered {
	const rare = 150
	return []filtered{
		{"frequent country", map[analytics.Dimension][]string{analytics.ByCountry: {country(0)}}},
		{"rare country", map[analytics.Dimension][]string{analytics.ByCountry: {country(rare)}}},
		{"country and referrer", map[analytics.Dimension][]string{analytics.ByCountry: {country(0)}, analytics.ByReferrer: {site(0)}}},
	}
}

// heading is that of the table of results.
const heading = `
| clicks | filter | selected | ours | DuckDB | ratio | processor time | DuckDB | ratio | ours per click |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
`

// compareFile compares both with so many clicks, and logs a table.
func compareFile(t *testing.T, clicks int) {
	r := record(t, clicks)
	d := copied(t, r.all())
	dims := r.used()
	table := heading
	for _, f := range filters() {
		q := newQuestion(f.filter, dims)
		stats, answer := r.ask(f.filter), d.ask(&q)
		figures := figuresOf(stats, dims)
		figures.compare(t, answer.figures(t, &q))
		ours, base := medians(t, func() { r.ask(f.filter) }, func() { d.ask(&q) })
		judge(t, clicks, f.by, ours, base)
		table += fmt.Sprintf("| %d | %s | %.2f %% %s %s | %.3f µs |\n", clicks, f.by, 100*float64(stats.Clicks())/float64(clicks),
			columns(ours.time, base.time), columns(ours.processor, base.processor), 1e6*ours.time.Seconds()/float64(clicks))
	}
	t.Log(table)
}

// judge fails if the recorder took too long for a number of clicks that is judged.
func judge(t *testing.T, clicks int, by string, ours, base cost) {
	switch {
	case clicks == usualClicks && ours.time > usualClicks*mostPerClick:
		t.Errorf("%d clicks by %s take %v, %v each at most", clicks, by, ours.time, mostPerClick)
	case clicks == usualClicks/10 && ours.time > base.time:
		t.Errorf("%d clicks by %s take %v, with DuckDB %v", clicks, by, ours.time, base.time)
	}
}

// columns returns two times and their ratio as columns of a table.
func columns(ours, base time.Duration) string {
	return fmt.Sprintf("| %.1f ms | %.1f ms | %.2f", 1000*ours.Seconds(), 1000*base.Seconds(), float64(ours)/float64(base))
}

// used returns the dimensions in which clicks differ.
func (r *recorded) used() (dims []analytics.Dimension) {
	stats := r.ask(nil)
	for _, d := range analytics.Dimensions() {
		if len(stats.Breakdowns[d]) > 1 {
			dims = append(dims, d)
		}
	}
	return dims
}
