package linkpack

import (
	"testing"
	"time"
)

func TestRowsWaitForTheSlowestReaderButNotForEver(t *testing.T) {
	now := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	var rows []Change
	for seq, days := range []int{120, 91, 89, 45, 31, 29, 0} {
		rows = append(rows, Change{Seq: uint64(seq + 1), Time: now.AddDate(0, 0, -days)})
	}
	for _, c := range []struct {
		read uint64
		want int
	}{{0, 2}, {1, 2}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {7, 5}, {100, 5}} {
		if got := outdated(rows, now, c.read); got != c.want {
			t.Errorf("read up to row %d: %d rows are outdated, want %d", c.read, got, c.want)
		}
	}
	if got := outdated(rows[:5], now, 5); got != 5 {
		t.Errorf("without new rows: %d rows are outdated", got)
	}
}
