// Command allocs runs the benchmarks of a module and fails when one allocates
// more often than it promises. A benchmark promises by
//
//	b.ReportMetric(0, "max-allocs/op")
//
// and those that promise nothing are only run.
//
//	go run .ci/allocs/main.go ./...
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

func main() {
	args := append([]string{"test", "-run=^$", "-bench=.", "-benchmem", "-benchtime=200x"}, os.Args[1:]...)
	var out bytes.Buffer
	cmd := exec.Command("go", args...)
	cmd.Stdout = io.MultiWriter(&out, os.Stdout)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "go test:", err)
		os.Exit(1)
	}
	kept, broken, err := judge(&out)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, promise := range broken {
		fmt.Println("too many allocations:", promise)
	}
	fmt.Printf("%d promises on allocations kept, %d broken\n", kept, len(broken))
	if len(broken) > 0 || kept == 0 {
		os.Exit(1)
	}
}

// judge compares, in the output of go test, each benchmark's allocations with
// its promise.
func judge(output io.Reader) (kept int, broken []string, err error) {
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		name, metrics, err := parseLine(lines.Text())
		if err != nil {
			return 0, nil, err
		}
		limit, promised := metrics["max-allocs/op"]
		if !promised {
			continue
		}
		allocs, measured := metrics["allocs/op"]
		switch {
		case !measured:
			return 0, nil, fmt.Errorf("%s reports no allocs/op", name)
		case allocs > limit:
			broken = append(broken, fmt.Sprintf("%s: %g allocs/op, at most %g promised", name, allocs, limit))
		default:
			kept++
		}
	}
	return kept, broken, lines.Err()
}

// parseLine reads a line as "BenchmarkRoute-2  200  81 ns/op  0 allocs/op":
// after the name and the number of rounds come pairs of value and unit. Other
// lines have no metrics.
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
