package analytics

import (
	"math/bits"
	"slices"
)

// sumReader answers from sums where these have all that is asked for: for one
// link the months, for a workspace days, too.
type sumReader struct {
	tally       *tally
	number      uint32 // 0 for several links
	isWorkspace bool

	tx     Tx
	closed closed
	months map[uint32]bool // whose sums are to be made
	days   map[uint32]bool
}

// begin looks in a view at what is closed.
func (s *sumReader) begin(tx Tx) (err error) {
	if s.number == 0 {
		return nil
	}
	s.tx = tx
	if s.closed, err = loadClosed(tx); err != nil {
		return err
	}
	if s.months, err = openSums(tx, sumMonth, s.number); err != nil || !s.isWorkspace {
		return err
	}
	s.days, err = openSums(tx, sumDay, s.number)
	return err
}

// read adds the first days of a list, as far as there is a sum of them, and
// returns how many it added. each reads one of them without a sum.
func (s *sumReader) read(days []utcDay, each func(utcDay) error) (n int, err error) {
	if s.number == 0 {
		return 0, nil
	}
	if n := s.monthOf(days); n > 0 {
		return n, s.month(days[:n], each)
	}
	day := days[0]
	if !s.isWorkspace || !s.closed.hasDay(s.number, day.day) || s.days[day.day] || s.tally.late[day.day] {
		return 0, nil
	}
	key := sumKey{sumDay, s.number, day.day}.bytes()
	payload, err := get(s.tx, TableSums, key)
	if err != nil || payload == nil {
		return 1, err
	}
	s.tally.merged = true
	done, err := s.tally.row(payload, day)
	s.tally.merged = false
	if err != nil {
		return 0, inRow(err, TableSums, key)
	}
	if !done {
		return 0, nil
	}
	return 1, nil
}

// monthOf returns how many days the month has that a list begins with, when all of
// them are asked for and its sum tells all that is.
func (s *sumReader) monthOf(days []utcDay) int {
	if s.tally.whole != nil || days[0].from != 0 {
		return 0
	}
	month := monthOf(days[0].day)
	first, after := daysOfMonth(month)
	n := int(after - first)
	if days[0].day != first || len(days) < n || days[n-1].to != quartersPerDay ||
		!s.closed.hasMonth(s.number, month) || s.months[month] {
		return 0
	}
	for day := first; day < after; day++ {
		if s.tally.late[day] {
			return 0
		}
	}
	return n
}

// without returns the first days of a list, up to those that the sum of a month
// stands for.
func (s *sumReader) without(days []utcDay) []utcDay {
	if s.number == 0 {
		return days
	}
	for i := 1; i < min(len(days), rollupsAhead); i++ {
		if s.monthOf(days[i:]) > 0 {
			return days[:i]
		}
	}
	return days
}

// month adds a month.
func (s *sumReader) month(days []utcDay, each func(utcDay) error) error {
	key := sumKey{sumMonth, s.number, monthOf(days[0].day)}.bytes()
	payload, err := get(s.tx, TableSums, key)
	if err != nil || payload == nil {
		return err
	}
	r := reader{data: payload}
	used := monthDays(&r)
	if used>>len(days) != 0 {
		r.fail()
	}
	if !r.failed && r.left() == 0 {
		for ; used != 0; used &= used - 1 {
			if err := each(days[bits.TrailingZeros32(used)]); err != nil {
				return err
			}
		}
		return nil
	}
	s.tally.month(&r, used, days)
	return inRow(r.end(), TableSums, key)
}

// month adds the sum of a month.
func (t *tally) month(r *reader, used uint32, days []utcDay) {
	for ; used != 0 && !r.failed; used &= used - 1 {
		t.cells = readCells(r, t.cells[:0], uint64(NumClasses)*quartersPerDay)
		if !r.failed {
			t.addClasses(t.cells, days[bits.TrailingZeros32(used)])
		}
	}
	for range r.byte() {
		d := Dimension(r.byte())
		if int(d) >= numDims {
			r.fail()
		}
		for i := range r.count(2) {
			t.name = r.name(t.name, i)
			clicks := r.uvarint()
			if !t.brief && !r.failed {
				t.countBytes(d, t.name, clicks)
			}
		}
	}
	t.uniques += r.uvarint()
	for r.left() > 0 && !r.failed {
		v := variantSum{variantName{r.string(), r.string()}, r.uvarint(), r.uvarint()}
		if t.splits != nil && !t.brief && !r.failed {
			t.variant(v.variantName, v.clicks)
			t.split(v.variantName).DailyUniques += v.uniques
		}
	}
}

// tailsOf returns the links that have a tail, rising.
func tailsOf(tails map[uint32][]pendingGroup) []uint32 {
	links := make([]uint32, 0, len(tails))
	for link := range tails {
		links = append(links, link)
	}
	slices.Sort(links)
	return links
}
