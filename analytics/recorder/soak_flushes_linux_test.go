package recorder_test

import (
	"os"
	"testing"
	"time"
)

// slowFlushes measures the bytes of clicks that come in small flushes over ten days.
func slowFlushes(t *testing.T) {
	const days = 10
	for _, f := range []struct{ clicks, flushes int }{{1, 2000}, {10, 2000}, {100, 200}} { // a day
		s := newSoak(t, newTraffic(1000, soakFlush))
		for day := range days {
			for i := range f.flushes {
				s.now = s.begin.AddDate(0, 0, day).Add(time.Duration(i) * 24 * time.Hour / time.Duration(f.flushes))
				s.flush(f.clicks, time.Millisecond)
			}
			s.close()
			s.open()
			s.tend(day + 1)
		}
		s.close()
		s.open()
		t.Logf("%d clicks in flushes of %d: %.1f B/click", s.clicks, f.clicks, float64(s.used())/float64(s.clicks))
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
