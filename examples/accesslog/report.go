package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// report holds the statistics of a log.
type report struct {
	Lines     int               `json:"lines"`
	Counted   int               `json:"counted"`
	Passed    int               `json:"passed_over"`
	Bad       int               `json:"not_understood"`
	BadLines  []string          `json:"bad_lines,omitempty"` // the first ten
	From      time.Time         `json:"from,omitzero"`
	To        time.Time         `json:"to,omitzero"`
	Classes   map[string]uint64 `json:"requests"`
	Visitors  uint64            `json:"daily_visitors"` // of all links of the store
	Links     []count           `json:"links"`
	Countries []count           `json:"countries"`
	Devices   []count           `json:"devices"`
	Systems   []count           `json:"systems"`
	Browsers  []count           `json:"browsers"`
	Referrers []count           `json:"referrers"`
	Days      []count           `json:"days"`
	Hours     []count           `json:"hours"`
}

// count is the number of human clicks of a value.
type count struct {
	Value  string `json:"value"`
	Clicks uint64 `json:"clicks"`
}

// report returns the statistics of all links together, over the days of the log.
func (r *replay) report(ctx context.Context) (*report, error) {
	rep := &report{
		Lines: r.log.lines, Counted: r.counted, Passed: r.passed, Bad: r.log.bad, BadLines: r.log.shown,
		From: r.first, To: r.last.Add(1), Classes: make(map[string]uint64),
	}
	query := analytics.Query{From: r.first, To: r.last.Add(1), Location: time.UTC}
	if err := r.countVisitors(ctx, rep, query); err != nil {
		return nil, err
	}
	links, days, hours := make(map[string]uint64), make(map[string]uint64), make(map[string]uint64)
	values := make(map[analytics.Dimension]map[string]uint64)
	for path, link := range r.paths {
		stats, err := r.links.Stats(ctx, link.Workspace, link.ID, query)
		if err != nil {
			return nil, err
		}
		for class, requests := range stats.Classes {
			rep.Classes[analytics.Class(class).String()] += requests
		}
		if stats.Clicks() > 0 {
			links[path] = stats.Clicks()
			addTimes(days, hours, stats)
		}
		for dimension, counts := range stats.Breakdowns {
			if values[dimension] == nil {
				values[dimension] = make(map[string]uint64)
			}
			for _, c := range counts {
				values[dimension][c.Value] += c.Clicks
			}
		}
	}
	rep.Links, rep.Countries = ranked(links), ranked(values[analytics.ByCountry])
	rep.Devices, rep.Systems = ranked(values[analytics.ByDevice]), ranked(values[analytics.ByOS])
	rep.Browsers, rep.Referrers = ranked(values[analytics.ByBrowser]), ranked(values[analytics.ByReferrer])
	rep.Days, rep.Hours = inOrder(days), inOrder(hours)
	return rep, nil
}

// countVisitors sets the number of visitors. Those of several links count once.
func (r *replay) countVisitors(ctx context.Context, rep *report, query analytics.Query) error {
	if r.counted == 0 {
		return nil
	}
	all, err := r.links.StatsOf(ctx, linkpack.LinkQuery{}, query)
	if err == nil {
		rep.Visitors = all.DailyUniques
	}
	return err
}

// addTimes adds the clicks of a link to those of the days and the hours.
func addTimes(days, hours map[string]uint64, stats *analytics.Stats) {
	for _, point := range stats.Daily {
		days[point.Start.Format(time.DateOnly)] += point.Clicks
	}
	for _, weekday := range stats.Hours {
		for hour, clicks := range weekday {
			hours[fmt.Sprintf("%02d:00", hour)] += clicks
		}
	}
}

// inOrder returns the values sorted by name.
func inOrder(values map[string]uint64) []count {
	counts := make([]count, 0, len(values))
	for _, value := range slices.Sorted(maps.Keys(values)) {
		counts = append(counts, count{value, values[value]})
	}
	return counts
}

// ranked returns the values sorted by clicks, most first, then by name.
func ranked(values map[string]uint64) []count {
	counts := inOrder(values)
	slices.SortStableFunc(counts, func(a, b count) int { return cmp.Compare(b.Clicks, a.Clicks) })
	return counts
}

// print prints the report with the top values of each table.
func (rep *report) print(out io.Writer, top int) {
	fmt.Fprintf(out, "%d lines: %d counted, %d passed over, %d not understood\n", rep.Lines, rep.Counted, rep.Passed, rep.Bad)
	for _, line := range rep.BadLines {
		fmt.Fprintln(out, " ", line)
	}
	if more := rep.Bad - len(rep.BadLines); more > 0 {
		fmt.Fprintf(out, "  and %d more\n", more)
	}
	if rep.Counted == 0 {
		return
	}
	fmt.Fprintf(out, "%s to %s\n", rep.From.UTC().Format(time.DateTime), rep.To.UTC().Format(time.DateTime))
	fmt.Fprintln(out, rep.classes())
	fmt.Fprintf(out, "%d visitors; who came on several days counts for each\n", rep.Visitors)
	for _, part := range []struct {
		title  string
		counts []count
	}{
		{"Links", rep.Links}, {"Countries", rep.Countries}, {"Devices", rep.Devices},
		{"Systems", rep.Systems}, {"Browsers", rep.Browsers}, {"Referrers", rep.Referrers},
	} {
		printCounts(out, part.title, part.counts, top)
	}
	printCounts(out, "Days", rep.Days, len(rep.Days))
	printCounts(out, "Hours", rep.Hours, len(rep.Hours))
}

// classes returns the number of requests of each class as text.
func (rep *report) classes() string {
	var kinds []string
	for class := analytics.Human + 1; class > 0; class-- {
		if name := (class - 1).String(); rep.Classes[name] > 0 {
			kinds = append(kinds, fmt.Sprint(name, " ", rep.Classes[name]))
		}
	}
	return strings.Join(kinds, ", ")
}

func printCounts(out io.Writer, title string, counts []count, top int) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\n%s\tClicks\n", title)
	for _, c := range counts[:min(max(top, 0), len(counts))] {
		fmt.Fprintf(table, "%s\t%6d\n", printable(c.Value), c.Clicks)
	}
	_ = table.Flush() // errors of standard output are ignored, as fmt.Print does
}

// printable returns text from the log in a form that is safe on a terminal.
func printable(text string) string {
	quoted := fmt.Sprintf("%.60q", text)
	return quoted[1 : len(quoted)-1]
}

// checkWritable checks early that a file can be written. After the replay it would be
// too late: replaying a log into the same store again would count it twice.
func checkWritable(path string) error {
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	return file.Close()
}

// writeJSON writes the whole report to a file.
func (rep *report) writeJSON(path string) error {
	data, err := json.MarshalIndent(rep, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644) // statistics hold nothing secret
}
