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

// Scan reads the rollups of sorted links, day by day.
type rollupScan struct {
	links []uint32
	// read is given each rollup that there is.
	read func(link uint32, payload []byte) error
	rows int // read so far

	ahead wire.RowsAhead // lost clicks of some days, and rollups when there are few links
	upTo  uint32         // the day before which they are of
}

const (
	// fewLinks is the number of links up to which the rollups of several days are
	// read together. Those of more stand close to one another in each day.
	fewLinks = 16
	// maxStrangers is the number of other links' rollups that are passed over
	// in a row; above it, looking for the next link is cheaper.
	maxStrangers = 16
	// rollupsPerView is the number of rollups after which a transaction is left
	// with the end of the day.
	rollupsPerView = 4096
)

// day reads the links' rollups of a day. It passes over those of other links
// that stand in between, as long as these are few.
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

// few reads the rollups of few links.
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

// lost returns the clicks that were lost on a day.
func (s *rollupScan) lost(tx analytics.Tx, day uint32) (rollup.Cells, error) {
	payload, err := s.ahead.Payload(tx, analytics.TableRollups, wire.PairOf(day, wire.NoLink))
	if err != nil || payload == nil {
		return nil, err
	}
	return rollup.ReadLost(payload, wire.PairKey(day, wire.NoLink))
}

// begin begins a transaction.
func (s *rollupScan) begin() {
	s.ahead.Reset()
	s.rows, s.upTo = 0, 0
}

// readAhead reads the first of some days together, unless they are read.
func (s *rollupScan) readAhead(tx analytics.Tx, days []utcDay) error {
	if days[0].day < s.upTo {
		return nil
	}
	s.ahead.Reset()
	for _, day := range days {
		if len(s.ahead.Pairs) >= wire.RollupsAhead-fewLinks {
			break
		}
		s.ahead.Want(wire.PairOf(day.day, wire.NoLink)) // needed first
		if len(s.links) <= fewLinks {
			for _, link := range s.links {
				s.ahead.Want(wire.PairOf(day.day, link))
			}
		}
		s.upTo = day.day + 1
	}
	return s.ahead.Read(tx, analytics.TableRollups, wire.RollupsAhead)
}

// run reads from the i-th link on and returns the link to go on with.
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

// eachDay runs fn for the query's days, in as many transactions as it takes, after
// begin in each. fn does some of the days that it is given, the first ones, and
// returns how many. What was lost on them is added.
func (t *Tally) eachDay(ctx context.Context, log wire.LaneReader, s *rollupScan, begin func(analytics.Tx) error, fn func(analytics.Tx, []utcDay) (int, error)) error {
	days := t.calendar.utcDays()
	for {
		err := log.View(ctx, func(tx analytics.Tx) error {
			s.begin()
			if err := t.begin(tx, s.links); err != nil {
				return err
			}
			if err := begin(tx); err != nil {
				return err
			}
			for len(days) > 0 && s.rows < rollupsPerView {
				n, err := fn(tx, days)
				if err != nil {
					return err
				}
				for ; n > 0; n-- {
					if err := t.lostOn(tx, s, days[0]); err != nil {
						return err
					}
					days = days[1:]
				}
			}
			return nil
		})
		if err != nil || len(days) == 0 {
			return err
		}
	}
}

// begin notes where the log begins: whole blocks are removed from its front,
// row by row.
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

// lostOn adds the clicks that were lost on a day.
func (t *Tally) lostOn(tx analytics.Tx, s *rollupScan, day utcDay) error {
	lost, err := s.lost(tx, day.day)
	if err != nil {
		return err
	}
	for _, c := range lost {
		if quarter := int(c.Slot); day.from <= quarter && quarter < day.to {
			t.lost += c.Count
		}
	}
	return nil
}
