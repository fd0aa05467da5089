// Command allocs checks the benchmarks that state a limit for their allocations. It
// fails if one exceeds its limit. A benchmark states its limit by
//
//	b.ReportMetric(0, "max-allocs/op")
//
// It first runs all benchmarks once, to find those with a limit. These it measures
// several times and takes the best result, since background work can only add
// allocations.
//
//	go run ./.ci/allocs ./...
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run checks the benchmarks of some packages.
func run(packages []string) error {
	once, err := measure(io.Discard, ".", "1x", 1, packages)
	if err != nil {
		return err
	}
	var names, owners []string
	for _, r := range once {
		if r.promises() {
			names = append(names, r.benchmark())
			owners = append(owners, r.pkg)
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("no benchmark promises anything")
	}
	pattern := "^(" + strings.Join(unique(names), "|") + ")$"
	results, err := measure(os.Stdout, pattern, "200x", times, unique(owners))
	if err != nil {
		return err
	}
	return judge(os.Stdout, best(results))
}

// times is how often a benchmark is measured.
const times = 3

// measure runs benchmarks several times and returns their results.
func measure(log io.Writer, pattern, rounds string, times int, packages []string) ([]result, error) {
	args := []string{"test", "-run=^$", "-bench=" + pattern, "-benchmem", "-benchtime=" + rounds, fmt.Sprint("-count=", times), "-timeout=10m"}
	var out bytes.Buffer
	cmd := exec.Command("go", append(args, packages...)...)
	cmd.Stdout = io.MultiWriter(&out, log)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go test: %w\n%s", err, &out)
	}
	return parse(&out)
}

// best returns for each benchmark the result with the fewest allocations.
func best(results []result) (least []result) {
	for _, r := range results {
		at := slices.IndexFunc(least, func(l result) bool { return l.pkg == r.pkg && l.name == r.name })
		switch {
		case at < 0:
			least = append(least, r)
		case r.metrics[allocations] < least[at].metrics[allocations]:
			least[at] = r
		}
	}
	return least
}

// judge compares each benchmark's allocations with its limit.
func judge(log io.Writer, results []result) error {
	kept, broken := 0, 0
	for _, r := range results {
		if !r.promises() {
			continue
		}
		allocs, measured := r.metrics[allocations]
		switch limit := r.metrics[promise]; {
		case !measured:
			return fmt.Errorf("%s reports no allocs/op", r.name)
		case allocs > limit:
			broken++
			fmt.Fprintf(log, "too many allocations: %s: %g per round, at most %g promised\n", r.name, allocs, limit)
		default:
			kept++
		}
	}
	if broken > 0 || kept == 0 {
		return fmt.Errorf("%d promises on allocations kept, %d broken", kept, broken)
	}
	fmt.Fprintf(log, "%d promises on allocations kept\n", kept)
	return nil
}

func unique(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}
