package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestTableHoldsMediansAndRatiosOfTheSameRound(t *testing.T) {
	var rounds []round
	for number, perSecond := range [][2]float64{{100, 50}, {200, 180}, {50, 40}} {
		for i, target := range []string{baseline, "batched"} {
			rounds = append(rounds, round{
				target: target, number: number + 1, connections: 64, perSecond: perSecond[i],
				p50: time.Millisecond, p99: time.Duration(number+2) * time.Millisecond,
				cpu: time.Duration(number+10) * time.Microsecond, memory: 5 << 20,
			})
		}
	}
	var out strings.Builder
	printTable(&out, rounds)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	want := "batched 64 50 0.800 0.500 0.900 1.00 3.00 11.0 5"
	if len(lines) != 3 || strings.Join(strings.Fields(lines[2]), " ") != want {
		t.Errorf("got\n%s", &out)
	}
	if line := rounds[1].line(rounds); !strings.Contains(line, "batched 50/s, ratio 0.500") {
		t.Errorf("got %s", line)
	}
}

func TestOwnProcessIsMeasured(t *testing.T) {
	if _, err := os.Stat("/proc/self/smaps_rollup"); err != nil {
		t.Skipf("measuring needs Linux: %v", err)
	}
	before, err := processorTime(os.Getpid())
	used := before
	for n := 0; n < 100_000 && err == nil && used < before+5*tick; n++ { // each call uses some processor time
		used, err = processorTime(os.Getpid())
	}
	if err != nil || used < before+5*tick {
		t.Errorf("the processor time was %v and is %v, %v", before, used, err)
	}
	if bytes, err := memory(os.Getpid()); err != nil || bytes < 1<<20 {
		t.Errorf("the memory is %d, %v", bytes, err)
	}
}

func TestFlagsThatMakeNoSense(t *testing.T) {
	for _, flags := range []string{"-connections 0", "-connections 64,x", "-traffic none", "-rounds 0", "-duration 1ms"} {
		if _, err := parseFlags(strings.Fields(flags)); err == nil {
			t.Errorf("%s is accepted", flags)
		}
	}
	opts, err := parseFlags(strings.Fields("-targets batched,sync -connections 64,256 -traffic many -- -geo x"))
	if err != nil || len(opts.targets) != 2 || len(opts.connections) != 2 || len(opts.serverFlags) != 2 {
		t.Errorf("got %+v, %v", opts, err)
	}
}
