package duckdbtest

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// usualClicks is the number of clicks for which the comparison must be won.
const usualClicks = 10_000_000

// TestFilteredStatsAreAsFastAsDuckDB asks for the filtered statistics of a link's year,
// of LINKPACK_STATS clicks and of a tenth. The recorder must not take longer than
// DuckDB, and both must say the same.
func TestFilteredStatsAreAsFastAsDuckDB(t *testing.T) {
	clicks, err := strconv.Atoi(os.Getenv("LINKPACK_STATS"))
	if err != nil {
		t.Skip("LINKPACK_STATS is no number of clicks")
	}
	for _, n := range []int{clicks / 10, clicks} {
		t.Run(fmt.Sprint(n), func(t *testing.T) { compareFile(t, n, clicks == usualClicks) })
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

// compareFile compares both with so many clicks, and logs a table.
func compareFile(t *testing.T, clicks int, judged bool) {
	r := record(t, clicks)
	d := copied(t, r.all())
	dims := r.used()
	lines := []string{"", "| clicks | filter | selected | ours | DuckDB | ratio | ours per click |", "| ---: | --- | ---: | ---: | ---: | ---: | ---: |"}
	for _, f := range filters() {
		q := newQuestion(f.filter, dims)
		ours, others := r.ask(f.filter), d.ask(&q)
		own, foreign := figuresOf(ours, dims), others.figures(t, &q)
		own.compare(t, &foreign)
		took, base := medians(func() { r.ask(f.filter) }, func() { d.ask(&q) })
		ratio := float64(took) / float64(base)
		lines = append(lines, fmt.Sprintf("| %d | %s | %.2f %% | %.1f ms | %.1f ms | %.2f | %.3f µs |", clicks, f.by,
			100*float64(ours.Clicks())/float64(clicks), milliseconds(took), milliseconds(base), ratio, 1000*milliseconds(took)/float64(clicks)))
		if judged && ratio > 1 {
			t.Errorf("%d clicks by %s take %.2f times as long as with DuckDB", clicks, f.by, ratio)
		}
	}
	t.Log(strings.Join(lines, "\n"))
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

// asks is the number of questions that a median is taken of.
const asks = 7

// medians returns the median times of two functions that run in turns, without the
// first time and the garbage of the one before.
func medians(a, b func()) (ofA, ofB time.Duration) {
	var took [2][asks + 1]time.Duration
	for i := range asks + 1 {
		for side, ask := range []func(){a, b} {
			runtime.GC()
			begin := time.Now()
			ask()
			took[side][i] = time.Since(begin)
		}
	}
	for side := range took {
		slices.Sort(took[side][1:])
	}
	return took[0][1+asks/2], took[1][1+asks/2]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
