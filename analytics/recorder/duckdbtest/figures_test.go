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

// figures are an answer: numbers by name, without zeros. The numbers of visitors by rule
// may be estimates and are apart, with their sum.
type figures struct {
	exact    map[string]uint64
	visitors map[string]uint64
}

// allRules is the name of the visitors of all rules.
const allRules = "all"

func (f *figures) add(n uint64, name ...any) {
	if n > 0 {
		f.exact[fmt.Sprintln(name...)] += n
	}
}

// figuresOf returns the figures of statistics with breakdowns by some dimensions.
func figuresOf(stats *analytics.Stats, dims []analytics.Dimension) figures {
	f := figures{make(map[string]uint64), map[string]uint64{allRules: stats.DailyUniques}}
	for class, n := range stats.Classes {
		f.add(n, "class", class)
	}
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
			f.visitors[variant.Rule] = variant.DailyUniques
		}
	}
	return f
}

// figures returns the figures of an answer. Of the columns of a row of counts, only
// those that it is counted by have a value.
func (a *answer) figures(t *testing.T, q *question) figures {
	f := figures{make(map[string]uint64), make(map[string]uint64)}
	for _, row := range a.counts {
		all, human := number(t, row[len(q.columns)].String), number(t, row[len(q.columns)+1].String)
		if day := row[0]; day.Valid {
			f.add(all, "class", row[1].String)
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
		n := number(t, row[1].String)
		f.visitors[row[0].String] = n
		f.visitors[allRules] += n
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

// compare fails unless both have the same numbers. Visitors, which are counted for the
// rules of a split and for all, may differ by 2 %.
func (f *figures) compare(t *testing.T, others figures) {
	names := slices.Collect(maps.Keys(f.exact))
	names = slices.AppendSeq(names, maps.Keys(others.exact))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if f.exact[name] != others.exact[name] {
			t.Errorf("%q: %d; DuckDB says %d", name, f.exact[name], others.exact[name])
		}
	}
	for rule, n := range f.visitors {
		apart := float64(n) - float64(others.visitors[rule])
		if max(apart, -apart) > 0.02*float64(others.visitors[rule]) {
			t.Errorf("%d daily visitors of rule %q; DuckDB says %d", n, rule, others.visitors[rule])
		}
	}
}
