package tally

import "slices"

// span is a range of blocks with a link's clicks.
type span struct {
	link uint32
	// first and last are 0 if there are none. The block last has clicks.
	first, last uint64
	// size is that of the rollups of the clicks in bytes, which tells how many there are.
	size int
	// ends are blocks that have clicks or had some, in any order.
	ends []uint64
}

// grow extends the span by a range of blocks.
func (s *span) grow(first, last uint64) {
	if s.last == 0 {
		s.first = first
	}
	s.first, s.last = min(s.first, first), max(s.last, last)
}

// done reports whether the span has no more blocks.
func (s *span) done() bool { return s.last == 0 || s.last < s.first }

// cut divides the span into at most so many parts, newest first. A part ends at one of the
// ends or, if there are few, at a block that perhaps has no clicks.
func (s *span) cut(parts int) (all []span) {
	ends := append(slices.Clone(s.ends), s.last)
	if len(ends) < parts {
		for i := 1; i < parts; i++ {
			ends = append(ends, s.first+(s.last-s.first)*uint64(i)/uint64(parts))
		}
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	step := (len(ends) + parts - 1) / parts
	for i := len(ends) - 1; i >= 0; i -= step {
		part := span{link: s.link, first: s.first, last: ends[i]}
		if i >= step {
			part.first = ends[i-step] + 1
		}
		all = append(all, part)
	}
	return all
}
