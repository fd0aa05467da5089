package rollup

import (
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// MonthPage has the sums of a month of the links of a page. Its payload is
//
//	for each dimension: the number of names, and the length of all
//	the mask and the lengths of the parts, see [PageParts]
//	names of each dimension, see [PageNames]
//	parts: the link's sum as in [MonthSum], empty if it has a row of its own
//
// A MonthPage reads a payload.
type MonthPage struct {
	Names [NumDimensions]PageNames // parts of the payload
	Parts PageParts                // of the payload
}

// Read reads where the names and the parts of a payload are.
func (p *MonthPage) Read(payload []byte) error {
	r := wire.Reader{Data: payload}
	var lengths [NumDimensions]int
	for d := range p.Names {
		lengths[d] = p.Names[d].readLengths(&r)
	}
	p.Parts.readLengths(&r)
	for d := range p.Names {
		p.Names[d].readNames(&r, lengths[d])
	}
	return p.Parts.readParts(&r)
}

// MonthPageValue returns the value of a page's sums; nil if there are none. sums has
// those of the page's links by their numbers.
func MonthPageValue(page uint32, sums map[uint32]*MonthSum) []byte {
	if len(sums) == 0 {
		return nil
	}
	names := new(pageNames)
	for d := range names {
		names[d] = newNamesOf(d, sums)
	}
	var parts newParts
	var part []byte
	first, _ := wire.LinksOfPage(page)
	for _, link := range slices.Sorted(maps.Keys(sums)) {
		part = part[:0]
		if sums[link].isSmall() {
			part = sums[link].append(part, names)
		}
		parts.add(link-first, part)
	}
	return wire.Seal(parts.appendPage(wire.NewValue(nil), names))
}

// pageNames has the names of a page by dimension.
type pageNames [NumDimensions]*newNames

// appendPage appends the payload of a page.
func (p *newParts) appendPage(b []byte, names *pageNames) []byte {
	for d := range names {
		b = names[d].appendLengths(b)
	}
	b = p.appendLengths(b)
	for d := range names {
		b = append(b, names[d].stored...)
	}
	return append(b, p.data...)
}
