package analytics

import (
	"context"
	"math"
	"slices"
)

// scan reads the rollups of sorted links, day by day.
type scan struct {
	links []uint32
	// read is given each rollup that there is.
	read func(link uint32, payload []byte) error
	rows int // read so far

	ahead rowsAhead // lost clicks of some days, and rollups when there are few links
	upTo  uint32    // the day before which they are of
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
func (s *scan) day(tx Tx, day uint32) error {
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
func (s *scan) few(tx Tx, day uint32) error {
	for _, link := range s.links {
		payload, err := s.ahead.payload(tx, TableRollups, pairOf(day, link))
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
func (s *scan) lost(tx Tx, day uint32) (cells, error) {
	payload, err := s.ahead.payload(tx, TableRollups, pairOf(day, noLink))
	if err != nil || payload == nil {
		return nil, err
	}
	return readLost(payload, pairKey(day, noLink))
}

// begin begins a transaction.
func (s *scan) begin() {
	s.ahead.reset()
	s.rows, s.upTo = 0, 0
}

// readAhead reads the first of some days together, unless they are read.
func (s *scan) readAhead(tx Tx, days []utcDay) error {
	if days[0].day < s.upTo {
		return nil
	}
	s.ahead.reset()
	for _, day := range days {
		if len(s.ahead.pairs) >= rollupsAhead-fewLinks {
			break
		}
		s.ahead.want(pairOf(day.day, noLink)) // needed first
		if len(s.links) <= fewLinks {
			for _, link := range s.links {
				s.ahead.want(pairOf(day.day, link))
			}
		}
		s.upTo = day.day + 1
	}
	return s.ahead.read(tx, TableRollups, rollupsAhead)
}

// run reads from the i-th link on and returns the link to go on with.
func (s *scan) run(tx Tx, day uint32, i int) (int, error) {
	strangers := 0
	for row, err := range tx.Scan(TableRollups, pairKey(day, s.links[i]), pairKey(day, noLink)) {
		if err != nil {
			return i, err
		}
		if err := checkKey(row.Key, 8); err != nil {
			return i, inRow(err, TableRollups, row.Key)
		}
		link := order.Uint32(row.Key[4:])
		skip, wanted := slices.BinarySearch(s.links[i:], link)
		if i += skip; !wanted {
			if strangers++; strangers > maxStrangers || i == len(s.links) {
				return i, nil
			}
			continue
		}
		payload, err := unseal(row.Value)
		if err == nil {
			err = s.row(day, link, payload)
		} else {
			err = inRow(err, TableRollups, row.Key)
		}
		if i++; err != nil || i == len(s.links) {
			return i, err
		}
		strangers = 0
	}
	return len(s.links), nil
}

// row reads one rollup.
func (s *scan) row(day, link uint32, payload []byte) error {
	s.rows++
	return inRow(s.read(link, payload), TableRollups, pairKey(day, link))
}

// eachDay runs fn for the query's days, in as many transactions as it takes, after
// begin in each. fn does some of the days that it is given, the first ones, and
// returns how many. What was lost on them is added.
func (t *tally) eachDay(ctx context.Context, log laneReader, s *scan, begin func(Tx) error, fn func(Tx, []utcDay) (int, error)) error {
	days := t.calendar.utcDays()
	for {
		err := log.view(ctx, func(tx Tx) error {
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
func (t *tally) begin(tx Tx, links []uint32) error {
	if err := t.look(tx, links); err != nil {
		return err
	}
	t.logBegin = math.MaxUint64
	gone, err := loadRemoved(tx)
	if err != nil {
		return err
	}
	for row, err := range tx.Scan(TableLog, logKey(gone.block+1, 0, 0), nil) {
		if err == nil {
			t.logBegin, _, err = splitLogKey(row.Key)
		}
		return err
	}
	return nil
}

// lostOn adds the clicks that were lost on a day.
func (t *tally) lostOn(tx Tx, s *scan, day utcDay) error {
	lost, err := s.lost(tx, day.day)
	if err != nil {
		return err
	}
	for _, c := range lost {
		if quarter := int(c.slot); day.from <= quarter && quarter < day.to {
			t.lost += c.count
		}
	}
	return nil
}
