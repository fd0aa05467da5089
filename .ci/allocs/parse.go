package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	// promise is the metric with which a benchmark states its limit.
	promise = "max-allocs/op"
	// allocations is the metric that is compared with the limit.
	allocations = "allocs/op"
)

// result is what a benchmark reported.
type result struct {
	pkg     string
	name    string
	metrics map[string]float64
}

// promises reports whether the benchmark states a limit.
func (r result) promises() bool {
	_, ok := r.metrics[promise]
	return ok
}

// benchmark returns the name of the function, without sub-benchmarks and the number
// of processors.
func (r result) benchmark() string {
	name, _, nested := strings.Cut(r.name, "/")
	if dash := strings.LastIndexByte(name, '-'); dash > 0 && !nested {
		return name[:dash]
	}
	return name
}

// parse reads the output of go test.
func parse(output io.Reader) ([]result, error) {
	var results []result
	pkg := ""
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if name, ok := strings.CutPrefix(lines.Text(), "pkg: "); ok {
			pkg = name
			continue
		}
		name, metrics, err := parseLine(lines.Text())
		if err != nil {
			return nil, err
		}
		if name != "" {
			results = append(results, result{pkg, name, metrics})
		}
	}
	return results, lines.Err()
}

// parseLine parses a line such as "BenchmarkRoute-2  200  81 ns/op  0 allocs/op": the
// name, the number of iterations, then pairs of value and unit. For other lines it
// returns an empty name.
func parseLine(line string) (name string, metrics map[string]float64, err error) {
	fields := strings.Fields(line)
	if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
		return "", nil, nil
	}
	metrics = map[string]float64{}
	for pairs := fields[2:]; len(pairs) >= 2; pairs = pairs[2:] {
		value, err := strconv.ParseFloat(pairs[0], 64)
		if err != nil {
			return "", nil, fmt.Errorf("%q: %w", line, err)
		}
		metrics[pairs[1]] = value
	}
	return fields[0], metrics, nil
}
