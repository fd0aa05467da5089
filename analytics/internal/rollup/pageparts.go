package rollup

import (
	"encoding/binary"
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// PageParts are the parts of a page's sum that are about single links. In a payload they
// begin with a mask of 16 bytes, which has a bit for each link of the page that has a
// part, and the length of each part. The parts are the end of the payload. So that of one
// link is found without reading the others.
type PageParts struct {
	links [maskSize]byte
	ends  []int // of the parts
	data  []byte
}

// maskSize is the length of the mask of a page's links.
const maskSize = 16

// readLengths reads the mask and the lengths.
func (p *PageParts) readLengths(r *wire.Reader) {
	p.links, p.ends = [maskSize]byte{}, p.ends[:0]
	copy(p.links[:], r.Bytes(maskSize))
	end := 0
	for _, mask := range p.links {
		for range bits.OnesCount8(mask) {
			end += r.Count(1)
			p.ends = append(p.ends, end)
		}
	}
}

// readParts reads the parts, to the end of the payload.
func (p *PageParts) readParts(r *wire.Reader) error {
	p.data = r.Bytes(r.Left())
	if n := len(p.ends); n == 0 || p.ends[n-1] != len(p.data) {
		r.Fail()
	}
	return r.Whole()
}

// Of returns the part of the link at a place, which is the link's number less that of the
// page's first link. It returns false if the link has no part.
func (p *PageParts) Of(place byte) ([]byte, bool) {
	at, bit := int(place/8), place%8
	if at >= maskSize || p.links[at]>>bit&1 == 0 {
		return nil, false
	}
	n := bits.OnesCount8(p.links[at] & (1<<bit - 1))
	for _, mask := range p.links[:at] {
		n += bits.OnesCount8(mask)
	}
	return p.nth(n), true
}

// nth returns the nth part, counted from 0.
func (p *PageParts) nth(n int) []byte {
	if n == 0 {
		return p.data[:p.ends[0]]
	}
	return p.data[p.ends[n-1]:p.ends[n]]
}

// newParts are parts that are written, in the order of their links.
type newParts struct {
	links   [maskSize]byte
	lengths []byte
	data    []byte
}

// add adds the part of the link at a place.
func (p *newParts) add(place uint32, part []byte) {
	p.links[place/8] |= 1 << (place % 8)
	p.lengths = binary.AppendUvarint(p.lengths, uint64(len(part)))
	p.data = append(p.data, part...)
}

// appendLengths appends the mask and the lengths.
func (p *newParts) appendLengths(b []byte) []byte {
	return append(append(b, p.links[:]...), p.lengths...)
}
