package listing

import (
	"math/bits"

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
	found, ok := m.found[n]
	if !ok {
		found = m.in(n)
		m.found[n] = found
	}
	return found&linkindex.Bit(number) != 0
}

// in returns the bits of the links of a segment that the filter finds, and of those of
// which it cannot tell.
func (m *members) in(n uint32) uint64 {
	row, err := m.rows.Segment(n)
	if err != nil || row == nil {
		return ^uint64(0)
	}
	found, err := m.filter.FindOrMiss(row)
	if err != nil {
		return ^uint64(0)
	}
	return found
}

// atMost returns the numbers of all links that the filter finds. ok is false if they are
// more than limit, or damage hides some.
func (m *members) atMost(limit int) (numbers []uint32, ok bool) {
	for s, err := range m.rows.Segments() {
		if err != nil {
			return nil, false
		}
		found, err := m.filter.Find(s.Row)
		if err != nil {
			return nil, false
		}
		for ; found != 0; found &= found - 1 {
			numbers = append(numbers, s.N*linkindex.Size+uint32(bits.TrailingZeros64(found)))
		}
		if len(numbers) > limit {
			return nil, false
		}
	}
	return numbers, true
}

// count returns how many links the filter finds. ok is false if damage hides some.
func (m *members) count() (n int, ok bool) {
	for s, err := range m.rows.Segments() {
		if err != nil {
			return 0, false
		}
		found, err := m.filter.Find(s.Row)
		if err != nil {
			return 0, false
		}
		n += bits.OnesCount64(found)
	}
	return n, true
}
