package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// reopen removes the sums that have the days that were folded.
func (r *Recorder) reopen(f *rollup.Folder) error {
	for _, ru := range f.Days {
		if r.spoilt(ru.Err) != nil {
			continue
		}
		if ru.Day < r.horizon {
			r.touched++
		}
		if err := r.sums.Changed(f.Link, ru.Day); err != nil {
			return err
		}
	}
	return nil
}

// reopener returns what removes the sums of rollups that change in a transaction.
func (r *Recorder) reopener(tx analytics.Tx) (rollup.Reopener, error) {
	c, err := rollup.LoadClosed(tx)
	return rollup.Reopener{Tx: tx, Closed: c, After: c.AfterMonths(), Members: &r.heads.Members, Known: r.opened}, err
}

// knowOpen notes which sums the last fold has opened.
func (r *Recorder) knowOpen() {
	if len(r.opened) > rollup.MaxOpened {
		clear(r.opened)
	}
	for _, k := range r.sums.Fresh {
		r.opened[k] = struct{}{}
	}
}
