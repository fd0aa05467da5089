package duckdbtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// figures are an answer by name, without zeros. The number of visitors may be an
// estimate and is apart.
type figures struct {
	exact    map[string]uint64
	visitors uint64
}

func (f *figures) add(n uint64, name ...any) {
	if n > 0 {
		f.exact[fmt.Sprintln(name...)] += n
	}
}

// figuresOf returns the figures of statistics with breakdowns by some dimensions.
func figuresOf(stats *analytics.Stats, dims []analytics.Dimension) figures {
	f := figures{make(map[string]uint64), stats.DailyUniques}
	for _, point := range stats.Daily {
		for class, n := range point.Classes {
			f.add(n, point.Start.Format(time.DateOnly), class)
		}
	}
	for weekday, hours := range stats.Hours {
		for hour, n := range hours {
			f.add(n, "hour", weekday*24+hour)
		}
	}
	for _, d := range dims {
		for _, c := range stats.Breakdowns[d] {
			f.add(c.Clicks, d, c.Value)
		}
	}
	for _, split := range stats.Splits {
		for _, variant := range split.Variants {
			f.add(variant.Clicks, "variant", variant.Rule)
		}
	}
	return f
}

// figures returns the figures of an answer. Of the columns of a row of counts, only
// those that it is counted by have a value.
func (a *answer) figures(t *testing.T, q *question) figures {
	f := figures{exact: make(map[string]uint64)}
	for _, row := range a.counts {
		all, human := number(t, row[len(q.columns)].String), number(t, row[len(q.columns)+1].String)
		if day := row[0]; day.Valid {
			f.add(all, day.String[:len(time.DateOnly)], row[1].String)
			continue
		}
		for i, name := range q.columns {
			if row[i].Valid {
				f.add(human, name, row[i].String)
			}
		}
	}
	for _, row := range a.visitors {
		if variant := row[0]; variant.Valid {
			f.add(number(t, row[1].String), "variant", variant.String)
		}
		f.visitors += number(t, row[2].String)
	}
	return f
}

func number(t *testing.T, text string) uint64 {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// compare fails unless both are the same, and visitors are within 2 %.
func (f *figures) compare(t *testing.T, others *figures) {
	names := slices.Collect(maps.Keys(f.exact))
	for name := range others.exact {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if f.exact[name] != others.exact[name] {
			t.Errorf("%q: %d; DuckDB says %d", name, f.exact[name], others.exact[name])
		}
	}
	if apart := float64(f.visitors) - float64(others.visitors); max(apart, -apart) > 0.02*float64(others.visitors) {
		t.Errorf("%d daily visitors; DuckDB says %d", f.visitors, others.visitors)
	}
}
