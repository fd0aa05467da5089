package rollup

import (
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// PageNames are the sorted names of a dimension that the links of a page have. They are
// stored in groups of 16, shortened within each, see [wire.Names]. Before them is the
// place of each group, as four bytes, little-endian. So one name is found without reading
// the others.
type PageNames struct {
	size   int // number of names
	places []byte
	groups []byte
	name   []byte // the one that was read last
	next   int    // number of the name after it
	at     int    // where that begins in groups
}

// groupSize is the number of names of a group.
const groupSize = 16

// readLengths reads the number of names and the length of all, and returns the latter.
func (p *PageNames) readLengths(r *wire.Reader) int {
	p.size, p.next, p.at = r.Count(1), 0, 0
	return r.Count(1)
}

// readNames reads names of a length.
func (p *PageNames) readNames(r *wire.Reader, length int) {
	places := (p.size + groupSize - 1) / groupSize * 4
	if places > length {
		r.Fail()
		return
	}
	p.places, p.groups = r.Bytes(places), r.Bytes(length-places)
}

// Size returns the number of names.
func (p *PageNames) Size() int { return p.size }

// At returns the name of a number. It fails r, from which the number was read, if there is
// none. The name is overwritten by the next call; rising numbers are found fastest.
func (p *PageNames) At(r *wire.Reader, number uint64) []byte {
	if number >= uint64(p.size) {
		r.Fail()
		return nil
	}
	n := int(number)
	if n < p.next || n/groupSize > p.next/groupSize {
		p.next = n / groupSize * groupSize
		p.at = int(binary.LittleEndian.Uint32(p.places[p.next/groupSize*4:]))
	}
	names := wire.Reader{Data: p.groups, Pos: min(p.at, len(p.groups))}
	for ; p.next <= n; p.next++ {
		p.name = names.Name(p.name, p.next%groupSize)
	}
	if p.at = names.Pos; names.Failed {
		r.Fail()
		return nil
	}
	return p.name
}

// newNames are the names of a dimension that are written, and their numbers.
type newNames struct {
	numbers map[string]int
	stored  []byte
}

// newNamesOf returns the names that the small sums of a page have.
func newNamesOf(d int, sums map[uint32]*MonthSum) *newNames {
	n := &newNames{numbers: make(map[string]int)}
	var sorted []string
	for _, sum := range sums {
		if !sum.isSmall() {
			continue
		}
		for _, v := range sum.Values[d] {
			if _, known := n.numbers[v.Name]; !known {
				n.numbers[v.Name] = 0
				sorted = append(sorted, v.Name)
			}
		}
	}
	slices.Sort(sorted)
	var groups []byte
	for i, name := range sorted {
		n.numbers[name] = i
	}
	for group := range slices.Chunk(sorted, groupSize) {
		n.stored = binary.LittleEndian.AppendUint32(n.stored, uint32(len(groups)))
		names := wire.Names{Shorten: true}
		for _, name := range group {
			groups = names.Append(groups, name)
		}
	}
	n.stored = append(n.stored, groups...)
	return n
}

// appendLengths appends the number of names and the length of all.
func (n *newNames) appendLengths(b []byte) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(len(n.numbers))), uint64(len(n.stored)))
}
