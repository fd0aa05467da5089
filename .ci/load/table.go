package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// ratio compares a round with the baseline's round of the same number.
func (r *round) ratio(rounds []round) float64 {
	for _, b := range rounds {
		if b.target == baseline && b.number == r.number && b.connections == r.connections {
			return r.perSecond / b.perSecond
		}
	}
	return 0
}

// line describes a finished round.
func (r *round) line(rounds []round) string {
	return fmt.Sprintf("round %d, %d connections: %s %.0f/s, ratio %.3f, p50 %.2f ms, p99 %.2f ms, %.1f µs of processor each, %d MB",
		r.number, r.connections, r.target, r.perSecond, r.ratio(rounds), milliseconds(r.p50), milliseconds(r.p99),
		microseconds(r.cpu), r.memory>>20)
}

// printTable prints the medians and the range of the ratios for each target and number
// of connections.
func printTable(out io.Writer, rounds []round) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "target\tconnections\trequests/s\tratio\tleast\tmost\tp50 ms\tp99 ms\tCPU µs/request\tmemory MB\t")
	seen := map[string]bool{}
	for _, r := range rounds {
		name := fmt.Sprint(r.target, "\t", r.connections)
		if seen[name] {
			continue
		}
		seen[name] = true
		same := slices.DeleteFunc(slices.Clone(rounds), func(other round) bool {
			return other.target != r.target || other.connections != r.connections
		})
		ratios := collect(same, func(r round) float64 { return r.ratio(rounds) })
		fmt.Fprintf(table, "%s\t%.0f\t%.3f\t%.3f\t%.3f\t%.2f\t%.2f\t%.1f\t%d\t\n", name,
			median(collect(same, func(r round) float64 { return r.perSecond })),
			median(ratios), slices.Min(ratios), slices.Max(ratios),
			milliseconds(median(collect(same, func(r round) time.Duration { return r.p50 }))),
			milliseconds(median(collect(same, func(r round) time.Duration { return r.p99 }))),
			microseconds(median(collect(same, func(r round) time.Duration { return r.cpu }))),
			median(collect(same, func(r round) int64 { return r.memory }))>>20)
	}
	_ = table.Flush() // errors of standard output are ignored, as fmt.Print does
}

// collect returns one figure of each round.
func collect[T any](rounds []round, figure func(round) T) []T {
	figures := make([]T, len(rounds))
	for i, r := range rounds {
		figures[i] = figure(r)
	}
	return figures
}

// median returns the middle value, or the lower one of two middle values.
func median[T cmp.Ordered](values []T) T {
	slices.Sort(values)
	return values[(len(values)-1)/2]
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1e3 }

func microseconds(d time.Duration) float64 { return d.Seconds() * 1e6 }
