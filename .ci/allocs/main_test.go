package main

import (
	"slices"
	"strings"
	"testing"
)

func TestPromisesAreComparedWithWhatWasMeasured(t *testing.T) {
	const output = `goos: linux
BenchmarkKept-2     	     200	       812 ns/op	         1.000 max-allocs/op	      16 B/op	       1 allocs/op
BenchmarkBroken/10-2	     200	       812 ns/op	         0 max-allocs/op	      16 B/op	       1 allocs/op
BenchmarkSilent-2   	     200	       812 ns/op	      16 B/op	       7 allocs/op
PASS
ok  	example.com/p	0.5s
`
	kept, broken, err := judge(strings.NewReader(output))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"BenchmarkBroken/10-2: 1 allocs/op, at most 0 promised"}
	if kept != 1 || !slices.Equal(broken, want) {
		t.Errorf("kept %d, broken %q, want 1 and %q", kept, broken, want)
	}
}

func TestALineThatCannotBeReadIsAnError(t *testing.T) {
	for _, line := range []string{
		"BenchmarkP-2 200 many ns/op 0 max-allocs/op",
		"BenchmarkP-2 200 81 ns/op 0 max-allocs/op",
	} {
		if _, _, err := judge(strings.NewReader(line)); err == nil {
			t.Errorf("%q: no error", line)
		}
	}
}
