package tally

import (
	"context"
	"math"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// rollupScan reads the rollups of sorted links, day by day.
type rollupScan struct {
	links []uint32
	// read is called for each rollup.
	read func(link uint32, payload []byte) error
	rows int // read so far

	ahead wire.RowsAhead // rollups of some days, for few links
	upTo  uint32         // the day after the last one in ahead
}

const (
	// fewLinks is the number of links up to which the rollups of several days are
	// read together. The rollups of more links are close together in each day.
	fewLinks = 16
	// maxStrangers is the number of adjacent rollups of other links that are
	// skipped one by one. Above it, a new scan from the next link is cheaper.
	maxStrangers = 16
	// rollupsPerView is the number of rollups after which a transaction ends with
	// the current day.
	rollupsPerView = 4096
)

// day reads the links' rollups of a day.
func (s *rollupScan) day(tx analytics.Tx, day uint32) error {
	if len(s.links) <= fewLinks {
		return s.few(tx, day)
	}
	for i := 0; i < len(s.links); {
		var err error
		if i, err = s.run(tx, day, i); err != nil {
			return err
		}
	}
	return nil
}

// few reads a day of few links.
func (s *rollupScan) few(tx analytics.Tx, day uint32) error {
	for _, link := range s.links {
		payload, err := s.ahead.Payload(tx, analytics.TableRollups, wire.PairOf(day, link))
		if err == nil && payload != nil {
			err = s.row(day, link, payload)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// begin begins a transaction.
func (s *rollupScan) begin() {
	s.ahead.Reset()
	s.rows, s.upTo = 0, 0
}

// isAhead reports whether the rollups of a day were read ahead.
func (s *rollupScan) isAhead(day UtcDay) bool { return day.day < s.upTo }

// readAhead reads the rollups of the first of some days together, if the links are few.
func (s *rollupScan) readAhead(tx analytics.Tx, days []UtcDay) error {
	s.ahead.Reset()
	if len(s.links) > fewLinks {
		s.upTo = wire.NoDay
		return nil
	}
	for _, day := range days {
		if len(s.ahead.Pairs) >= wire.RollupsAhead-fewLinks {
			break
		}
		for _, link := range s.links {
			s.ahead.Want(wire.PairOf(day.day, link))
		}
		s.upTo = day.day + 1
	}
	return s.ahead.Read(tx, analytics.TableRollups, wire.RollupsAhead)
}

// run reads from the i-th link on in one scan. It returns the index of the next link
// to read.
func (s *rollupScan) run(tx analytics.Tx, day uint32, i int) (int, error) {
	strangers := 0
	for row, err := range tx.Scan(analytics.TableRollups, wire.PairKey(day, s.links[i]), wire.PairKey(day, wire.NoLink)) {
		if err != nil {
			return i, err
		}
		if err := wire.CheckKey(row.Key, 8); err != nil {
			return i, wire.InRow(err, analytics.TableRollups, row.Key)
		}
		link := wire.Order.Uint32(row.Key[4:])
		skip, wanted := slices.BinarySearch(s.links[i:], link)
		if i += skip; !wanted {
			if strangers++; strangers > maxStrangers || i == len(s.links) {
				return i, nil
			}
			continue
		}
		payload, err := wire.Unseal(row.Value)
		if err == nil {
			err = s.row(day, link, payload)
		} else {
			err = wire.InRow(err, analytics.TableRollups, row.Key)
		}
		if i++; err != nil || i == len(s.links) {
			return i, err
		}
		strangers = 0
	}
	return len(s.links), nil
}

// row reads one rollup.
func (s *rollupScan) row(day, link uint32, payload []byte) error {
	s.rows++
	return wire.InRow(s.read(link, payload), analytics.TableRollups, wire.PairKey(day, link))
}

// eachDay runs begin in each transaction, then fn for the query's days, in as many
// transactions as it takes. fn is given the days that are left, reads some of them from
// the first on and returns how many. eachDay adds the lost clicks of those days.
func (t *Tally) eachDay(ctx context.Context, log wire.LaneReader, s *rollupScan, begin func(analytics.Tx) error, fn func(analytics.Tx, []UtcDay) (int, error)) error {
	days := t.calendar.UtcDays()
	for {
		err := log.View(ctx, func(tx analytics.Tx) error {
			s.begin()
			if err := t.begin(tx, s.links); err != nil {
				return err
			}
			if err := begin(tx); err != nil {
				return err
			}
			read := days
			for len(days) > 0 && s.rows < rollupsPerView {
				n, err := fn(tx, days)
				if err != nil {
					return err
				}
				days = days[n:]
			}
			return t.lostOn(tx, read[:len(read)-len(days)])
		})
		if err != nil || len(days) == 0 {
			return err
		}
	}
}

// begin finds the first block of the log. It reads the first row, because blocks are
// removed row by row.
func (t *Tally) begin(tx analytics.Tx, links []uint32) error {
	if err := t.look(tx, links); err != nil {
		return err
	}
	t.logBegin = math.MaxUint64
	gone, err := clicklog.LoadRemoved(tx)
	if err != nil {
		return err
	}
	for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(gone.Block+1, 0, 0), nil) {
		if err == nil {
			t.logBegin, _, err = wire.SplitLogKey(row.Key)
		}
		return err
	}
	return nil
}

// lostOn adds the lost clicks of days.
func (t *Tally) lostOn(tx analytics.Tx, days []UtcDay) error {
	if len(days) == 0 {
		return nil
	}
	first := days[0].day
	return rollup.EachLost(tx, first, first+uint32(len(days)), func(on uint32, row analytics.Row) error {
		lost, err := rollup.DecodeLost(row.Value, row.Key)
		day := days[on-first]
		for _, c := range lost {
			if quarter := int(c.Slot); day.from <= quarter && quarter < day.to {
				t.lost += c.Count
			}
		}
		return err
	})
}
