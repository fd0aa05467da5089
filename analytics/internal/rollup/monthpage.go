package rollup

import (
	"encoding/binary"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// MonthPage has the sums of a month of the links of a page. Its payload is
//
//	names of each dimension: their number, then the names as strings, sorted
//	links, up to the end: the number of the link less that of the page's first link,
//	        the length of its sum, and the sum as in [MonthSum]. The length is 0 if
//	        the link's sum has a row of its own.
//
// A MonthPage reads a payload.
type MonthPage struct {
	Names [NumDimensions][][]byte // parts of the payload
	Data  []byte                  // the part of the payload with the links
}

// Read reads the names of a payload.
func (p *MonthPage) Read(payload []byte) error {
	r := wire.Reader{Data: payload}
	for d := range p.Names {
		p.Names[d] = p.Names[d][:0]
		for range r.Count(1) {
			p.Names[d] = append(p.Names[d], r.Bytes(r.Count(1)))
		}
	}
	p.Data = payload[r.Pos:]
	return r.Whole()
}

// PagePart is the part of a page's sum that is about one link.
type PagePart struct {
	Place byte   // the link's number less that of the page's first link
	Data  []byte // see [MonthPage] and [PageVisitors]
}

// PageParts yields the parts of a page's links. It ends with an error if the payload is
// damaged.
func PageParts(payload []byte) func(yield func(PagePart, error) bool) {
	return func(yield func(PagePart, error) bool) {
		r := wire.Reader{Data: payload}
		for next := 0; r.Left() > 0; {
			part := PagePart{Place: r.Byte()}
			if int(part.Place) < next {
				r.Fail()
			}
			next = int(part.Place) + 1
			if part.Data = r.Bytes(r.Count(1)); r.Failed {
				yield(part, r.Whole())
				return
			}
			if !yield(part, nil) {
				return
			}
		}
	}
}

// pageNames has the numbers of a page's names.
type pageNames struct {
	numbers [NumDimensions]map[string]int
}

// MonthPageValue returns the value of a page's sums; nil if there are none. sums has
// those of the page's links by their numbers.
func MonthPageValue(page uint32, sums map[uint32]*MonthSum) []byte {
	if len(sums) == 0 {
		return nil
	}
	links := slices.Sorted(maps.Keys(sums))
	b, names := appendNames(wire.NewValue(nil), links, sums)
	first, _ := wire.LinksOfPage(page)
	var part []byte
	for _, link := range links {
		part = part[:0]
		if sums[link].isSmall() {
			part = sums[link].append(part, names)
		}
		b = appendPart(b, link-first, part)
	}
	return wire.Seal(b)
}

// appendPart appends the part of the link at a place.
func appendPart(b []byte, place uint32, part []byte) []byte {
	b = binary.AppendUvarint(append(b, byte(place)), uint64(len(part)))
	return append(b, part...)
}

// appendNames appends the names that the sums of a page have, and returns their
// numbers.
func appendNames(b []byte, links []uint32, sums map[uint32]*MonthSum) ([]byte, *pageNames) {
	names := new(pageNames)
	for d := range names.numbers {
		numbers := make(map[string]int)
		for _, link := range links {
			if sums[link].isSmall() {
				for _, v := range sums[link].Figures.Dims[d].Values {
					numbers[v.Name] = 0
				}
			}
		}
		names.numbers[d] = numbers
		b = binary.AppendUvarint(b, uint64(len(numbers)))
		for i, name := range slices.Sorted(maps.Keys(numbers)) {
			numbers[name] = i
			b = wire.AppendString(b, name)
		}
	}
	return b, names
}

// Part reads a payload and returns the part of the link at a place; nil if there is
// none. The part is empty if the link's sum has a row of its own.
func (p *MonthPage) Part(payload []byte, place byte) ([]byte, error) {
	if err := p.Read(payload); err != nil {
		return nil, err
	}
	for part, err := range PageParts(p.Data) {
		if err != nil {
			return nil, err
		}
		if part.Place == place {
			return part.Data, nil
		}
	}
	return nil, nil
}
