package rollup

import (
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// PageVisitorsValue returns the value of the visitors of a page's links on the days of a
// month; nil if there are none. Its payload has [PageParts]. That of a link is
//
//	days: a mask of four bytes, little-endian, with a bit for each day that has
//	        human visitors
//	visitors of each of these days: the number of marks, and the marks, each of four
//	        bytes, little-endian, which are read faster than varints. The number is
//	        4,097 if the rollup has a sketch, or so many marks that the row would
//	        become too large; these are not repeated here.
func PageVisitorsValue(page uint32, sums map[uint32]*MonthSum) []byte {
	most := mostMarks(sums)
	first, _ := wire.LinksOfPage(page)
	var parts newParts
	var part []byte
	for _, link := range slices.Sorted(maps.Keys(sums)) {
		if part = sums[link].appendVisitors(part[:0], most); len(part) > 0 {
			parts.add(link-first, part)
		}
	}
	if len(parts.data) == 0 {
		return nil
	}
	return wire.Seal(append(parts.appendLengths(wire.NewValue(nil)), parts.data...))
}

// ReadVisitors reads the parts of a payload that [PageVisitorsValue] made.
func (p *PageParts) ReadVisitors(payload []byte) error {
	r := wire.Reader{Data: payload}
	p.readLengths(&r)
	return p.readParts(&r)
}

// maxPageMarks is the most marks in the row of a page.
const maxPageMarks = 1 << 19

// mostMarks returns how many marks a day can have to be in the row of a page.
func mostMarks(sums map[uint32]*MonthSum) int {
	for most := maxFew; ; most /= 2 {
		all := 0
		for _, m := range sums {
			for i := range m.visitors {
				if n := len(m.visitors[i].Few); n <= most {
					all += n
				}
			}
		}
		if all <= maxPageMarks {
			return most
		}
	}
}

// appendVisitors appends the visitors of each day, if there are any. Days with more than
// most marks have only the number that says so.
func (m *MonthSum) appendVisitors(b []byte, most int) []byte {
	at, days := len(b), m.Days
	b = binary.LittleEndian.AppendUint32(b, 0)
	mask := uint32(0)
	for i := range m.visitors {
		v := &m.visitors[i]
		day := bits.TrailingZeros32(days)
		days &= days - 1
		switch {
		case v.packed != nil || v.sketch != nil || len(v.Few) > most:
			b = binary.AppendUvarint(b, maxFew+1)
		case len(v.Few) > 0:
			b = binary.AppendUvarint(b, uint64(len(v.Few)))
			for _, mark := range v.Few {
				b = binary.LittleEndian.AppendUint32(b, mark)
			}
		default:
			continue
		}
		mask |= 1 << day
	}
	if mask == 0 {
		return b[:at]
	}
	binary.LittleEndian.PutUint32(b[at:], mask)
	return b
}

// ReadMarks adds visitors that a sum of a page has. It returns false if only the
// rollup has them.
func (u *Union) ReadMarks(r *wire.Reader) bool {
	n := r.Uvarint()
	if n > maxFew {
		if n != maxFew+1 {
			r.Fail()
		}
		return false
	}
	b := r.Bytes(int(n) * 4)
	begin := len(u.marks)
	if end := begin + len(b)/4; end > cap(u.marks) {
		u.marks = slices.Grow(u.marks, len(b)/4)[:end]
	} else {
		u.marks = u.marks[:end]
	}
	for i := range u.marks[begin:] {
		u.marks[begin+i] = binary.LittleEndian.Uint32(b[4*i:]) & (1<<markBits - 1)
	}
	u.bound()
	return true
}
