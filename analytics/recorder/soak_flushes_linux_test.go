package recorder_test

import (
	"os"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// slowFlushes measures the bytes of clicks that come in small flushes over ten days.
func slowFlushes(t *testing.T) {
	const days, flushes = 10, 20_000
	for _, n := range []int{1, 10, 100} {
		s := newSoak(t, newTraffic(1000, soakFlush))
		for i := range flushes / max(n/10, 1) {
			s.now = s.begin.Add(time.Duration(i) * days * 24 * time.Hour / (flushes / time.Duration(max(n/10, 1))))
			s.flush(n, time.Millisecond)
		}
		s.now = s.begin.AddDate(0, 0, days+31)
		if err := recorder.CloseDays(t.Context(), s.recorder); err != nil {
			t.Fatal(err)
		}
		s.close()
		s.open()
		t.Logf("%d clicks in flushes of %d: %.1f B/click with sums", s.clicks, n, float64(s.used())/float64(s.clicks))
	}
}

// used returns the size of a copy of the file, which leaves out what the file has in
// reserve.
func (s *soak) used() int64 {
	dst := s.path + ".copy"
	if err := s.store.Backup(s.Context(), dst); err != nil {
		s.Fatal(err)
	}
	info, err := os.Stat(dst)
	if err != nil {
		s.Fatal(err)
	}
	return info.Size()
}
