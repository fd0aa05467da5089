package listing

import (
	"context"
	"math/bits"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// members are the links that a filter finds, as far as they were asked for.
type members struct {
	filter *linkindex.Filter
	rows   Rows
	found  map[uint32]uint64 // bits by segment
}

// has reports whether the filter finds a link, or cannot tell because of damage.
func (m *members) has(number uint32) bool {
	n := linkindex.Of(number)
	if _, ok := m.found[n]; !ok {
		m.found[n] = ^uint64(0)
		if row, err := m.rows.Segment(n); err == nil && row != nil {
			m.in(n, row)
		}
	}
	return m.found[n]&linkindex.Bit(number) != 0
}

// in returns what the filter finds in a segment. It keeps the bits of these links and of
// those of which the filter cannot tell. ok is false if that is because of damage.
func (m *members) in(n uint32, row []byte) (found linkindex.Found, ok bool) {
	found, err := m.filter.Find(row)
	if err != nil {
		found = linkindex.Found{Bits: ^uint64(0)}
	}
	m.found[n] = found.Bits | ^found.All
	return found, err == nil
}

// atMost returns the numbers of all links that the filter finds. ok is false if they are
// more than limit, damage hides some, or ctx ended.
func (m *members) atMost(ctx context.Context, limit int) (numbers []uint32, ok bool) {
	read := 0
	for s, err := range m.rows.Segments() {
		if err != nil || isOver(ctx, &read) {
			return nil, false
		}
		found, ok := m.in(s.N, s.Row)
		if !ok {
			return nil, false
		}
		numbers = append(numbers, numbersOf(s.N, found.Bits)...)
		if len(numbers) > limit {
			return nil, false
		}
	}
	return numbers, true
}

// numbersOf returns the numbers of the links of a segment that have bits.
func numbersOf(segment uint32, found uint64) (numbers []uint32) {
	for ; found != 0; found &= found - 1 {
		numbers = append(numbers, segment*linkindex.Size+uint32(bits.TrailingZeros64(found)))
	}
	return numbers
}

// count returns how many links a query selects, of which it reads those that are open. ok
// is false if damage hides some, or ctx ended.
func (m *members) count(ctx context.Context, q *linkpack.LinkQuery) (n int, ok bool) {
	read := 0
	var open []uint32
	for s, err := range m.rows.Segments() {
		if err != nil || isOver(ctx, &read) {
			return 0, false
		}
		found, err := m.filter.Find(s.Row)
		if err != nil {
			return 0, false
		}
		n += bits.OnesCount64(found.Bits &^ found.Open)
		if open = append(open, numbersOf(s.N, found.Open)...); len(open) < few {
			continue
		}
		if n, ok = m.countOpen(n, open, q); !ok {
			return 0, false
		}
		open = open[:0]
	}
	return m.countOpen(n, open, q)
}

// countOpen adds to n how many of some links a query selects. ok is false if one of them
// cannot be read.
func (m *members) countOpen(n int, open []uint32, q *linkpack.LinkQuery) (_ int, ok bool) {
	for l, err := range m.rows.Numbered(open) {
		if err != nil {
			return 0, false
		}
		if q.Matches(l) {
			n++
		}
	}
	return n, true
}
