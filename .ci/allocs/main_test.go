package main

import (
	"strings"
	"testing"
)

const output = `goos: linux
pkg: example.com/p
BenchmarkKept-2     	     200	       812 ns/op	         1.000 max-allocs/op	      16 B/op	       1 allocs/op
BenchmarkSilent-2   	     200	       812 ns/op	      16 B/op	       7 allocs/op
PASS
ok  	example.com/p	0.5s
`

const broken = "BenchmarkBroken/10-2 200 812 ns/op 0 max-allocs/op 16 B/op 1 allocs/op\n"

func TestPromisesAreComparedWithWhatWasMeasured(t *testing.T) {
	for name, test := range map[string]struct{ output, log, err string }{
		"kept":         {output, "1 promises on allocations kept\n", ""},
		"broken":       {output + broken, "too many allocations: BenchmarkBroken/10-2: 1 per round, at most 0 promised\n", "1 promises on allocations kept, 1 broken"},
		"silence":      {"BenchmarkSilent-2 200 812 ns/op 7 allocs/op\n", "", "0 promises on allocations kept, 0 broken"},
		"not measured": {"BenchmarkP-2 200 81 ns/op 0 max-allocs/op\n", "", "BenchmarkP-2 reports no allocs/op"},
	} {
		t.Run(name, func(t *testing.T) {
			results, err := parse(strings.NewReader(test.output))
			if err != nil {
				t.Fatal(err)
			}
			var log strings.Builder
			got := ""
			if err := judge(&log, results); err != nil {
				got = err.Error()
			}
			if log.String() != test.log || got != test.err {
				t.Errorf("said %q, failed with %q; want %q and %q", log.String(), got, test.log, test.err)
			}
		})
	}
}

func TestOutputIsRead(t *testing.T) {
	results, err := parse(strings.NewReader(output + broken))
	if err != nil || len(results) != 3 {
		t.Fatalf("%v, %v", results, err)
	}
	for i, want := range []string{"BenchmarkKept", "BenchmarkSilent", "BenchmarkBroken"} {
		if got := results[i]; got.benchmark() != want || got.pkg != "example.com/p" {
			t.Errorf("%d: %s of %s, want %s", i, got.benchmark(), got.pkg, want)
		}
	}
	if _, err := parse(strings.NewReader("BenchmarkP-2 200 many ns/op 0 max-allocs/op\n")); err == nil {
		t.Error("a figure that is none is no error")
	}
}

func TestTheBestMeasurementOfABenchmarkCounts(t *testing.T) {
	results, err := parse(strings.NewReader("pkg: p\n" + broken + broken + strings.Replace(broken, " 1 allocs", " 0 allocs", 1) + broken +
		"pkg: q\n" + broken))
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	if err := judge(&log, best(results)); err == nil || err.Error() != "1 promises on allocations kept, 1 broken" {
		t.Errorf("said %q, failed with %v", log.String(), err)
	}
}
