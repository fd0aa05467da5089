package recorder_test

import (
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// slowFlushes measures the bytes of clicks that come in small flushes over ten days. On the
// first click of each day, the days before are tended, as upkeep does.
func slowFlushes(t *testing.T) {
	const days = 10
	for _, f := range []struct{ clicks, flushes int }{{1, 2000}, {10, 2000}, {100, 200}} { // a day
		s := newSoak(t, newTraffic(1000, soakFlush))
		for day := range days {
			for i := range f.flushes {
				s.now = s.begin.AddDate(0, 0, day).Add(time.Duration(i) * 24 * time.Hour / time.Duration(f.flushes))
				s.flush(f.clicks, time.Millisecond)
				if i == 0 {
					s.tendFolded(day)
				}
			}
		}
		s.now = s.begin.AddDate(0, 0, days)
		s.flush(1, 0)
		s.tendFolded(days)
		s.close()
		file, live := s.used()
		s.open()
		t.Logf("%d clicks in flushes of %d: %.1f B/click, %.1f of them in use", s.clicks, f.clicks, perClick(file, s.clicks), perClick(live, s.clicks))
	}
}

// tendFolded folds everything and tends the days before a day.
func (s *soak) tendFolded(day int) {
	s.close()
	s.open()
	s.tend(day)
}

func perClick(bytes int64, clicks int) float64 { return float64(bytes) / float64(clicks) }

// used returns the bytes up to the last page of the file that was ever used, and those of
// pages in use. The file is longer, since it grows by doubling.
func (s *soak) used() (file, live int64) {
	db, err := bbolt.Open(s.path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		file = tx.Size()
		return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
			n := b.Stats()
			live += int64(n.BranchPageN+n.BranchOverflowN+n.LeafPageN+n.LeafOverflowN) * int64(db.Info().PageSize)
			return nil
		})
	})
	if err != nil {
		s.Fatal(err)
	}
	return file, live
}
