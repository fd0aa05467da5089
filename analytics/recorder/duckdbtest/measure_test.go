package duckdbtest

import (
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

// asks is the number of questions that a median is taken of.
const asks = 7

// cost is what a question takes: time, and processor time of all threads, which says
// more on a busy machine.
type cost struct{ time, processor time.Duration }

// medians returns the median costs of two functions that run in turns, without the
// first time and the garbage of the one before.
func medians(t *testing.T, a, b func()) (ofA, ofB cost) {
	costs := []*cost{&ofA, &ofB}
	var took, busy [2][]time.Duration
	for i := range asks + 1 {
		for side, ask := range []func(){a, b} {
			runtime.GC()
			begin, before := time.Now(), processorTime(t)
			ask()
			if i > 0 {
				took[side] = append(took[side], time.Since(begin))
				busy[side] = append(busy[side], processorTime(t)-before)
			}
		}
	}
	for side, c := range costs {
		*c = cost{median(took[side]), median(busy[side])}
	}
	return ofA, ofB
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

// processorTime returns how long the process has kept processors busy.
func processorTime(t *testing.T) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
