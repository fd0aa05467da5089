package qr

import (
	"encoding/binary"
	"image"
	"math/bits"
)

// pixelDeflate compresses the px of a PNG file to a zlib stream. It looks for
// repetitions px by px instead of byte by byte and uses the fixed codes of
// DEFLATE (RFC 1951, 3.2.6): larger files than compress/flate makes, in a third
// of the time.
type pixelDeflate struct {
	out      []byte
	pending  uint64 // bits not yet written
	count    uint
	checksum adler

	width  int
	pix    []uint8 // four bytes a px
	recent [1 << 12]int32
	table  fixedCodes
}

// deflateRGB compresses the px of an opaque picture, each row behind a byte 0.
func deflateRGB(m *image.RGBA) []byte {
	d := pixelDeflate{width: m.Rect.Dx(), pix: m.Pix, table: newFixedCodes(), checksum: adler{a: 1}}
	d.out = append(make([]byte, 0, len(m.Pix)/8), 0x78, 0x01) // zlib, fastest
	d.write(0b011, 3)                                         // last block, fixed codes
	for start := 0; start < len(d.pix)/4; start += d.width {
		d.literal(0)
		d.row(start, start+d.width)
		d.checksum.row(d.pix[4*start : 4*(start+d.width)])
	}
	d.write(uint64(d.table.literal[256].bits), d.table.literal[256].size)
	d.flush()
	return binary.BigEndian.AppendUint32(d.out, d.checksum.sum())
}

// longest is the number of px that one reference can repeat, 258 bytes.
const longest = 86

func (d *pixelDeflate) row(start, end int) {
	for at := start; at < end; {
		length, distance := d.match(at, start, min(end-at, longest))
		if length == 0 {
			d.pixel(d.px(at))
			at++
			continue
		}
		d.reference(3*length, distance)
		at += length
	}
}

// match finds the longest of three likely repetitions: of the px to the left, of
// the row above, and of the last place with the same two px. It counts the
// length in px and the distance in bytes.
func (d *pixelDeflate) match(at, rowStart, most int) (length, distance int) {
	if at > rowStart {
		length, distance = d.common(at, at-1, most), 3
	}
	if above := at - d.width; above >= 0 && length < min(most, 6) {
		if n := d.common(at, above, most); n > length {
			length, distance = n, 3*d.width+1
		}
	}
	if length >= 3 || most < 2 {
		return length, distance
	}
	slot := &d.recent[(d.px(at)*2654435761^d.px(at+1)*2246822519)>>20]
	place := int(*slot) - 1
	*slot = int32(at + 1)
	if place < 0 || d.px(place) != d.px(at) {
		return length, distance
	}
	rows := (at - place + d.width - 1 - (at - rowStart)) / d.width // from that row to this
	rowEnd := rowStart - (rows-1)*d.width
	far := 3*(at-place) + rows
	if n := d.common(at, place, min(most, rowEnd-place)); n > max(length, 1) && far <= 32768 {
		return n, far
	}
	return length, distance
}

func (d *pixelDeflate) px(at int) uint32 { return binary.LittleEndian.Uint32(d.pix[4*at:]) }

// common is how many px from two places on are the same.
func (d *pixelDeflate) common(at, from, most int) int {
	a, b := d.pix[4*at:4*(at+most)], d.pix[4*from:4*(from+most)]
	n := 0
	for ; n+8 <= len(a); n += 8 {
		if x := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); x != 0 {
			return n/4 + bits.TrailingZeros64(x)/32
		}
	}
	if n < len(a) && binary.LittleEndian.Uint32(a[n:]) == binary.LittleEndian.Uint32(b[n:]) {
		n += 4
	}
	return n / 4
}

func (d *pixelDeflate) pixel(c uint32) {
	d.literal(uint8(c))
	d.literal(uint8(c >> 8))
	d.literal(uint8(c >> 16))
}

func (d *pixelDeflate) literal(b uint8) {
	c := d.table.literal[b]
	d.write(uint64(c.bits), c.size)
}

func (d *pixelDeflate) reference(length, distance int) {
	c := d.table.length[length]
	d.write(uint64(c.bits), c.size)
	d.distanceCode(distance)
}

// distanceCode writes a distance: two symbols for each power of two, then the
// bits below.
func (d *pixelDeflate) distanceCode(distance int) {
	v := uint(distance - 1)
	if v < 4 {
		d.write(uint64(bits.Reverse8(uint8(v))>>3), 5)
		return
	}
	extra := uint(bits.Len(v)) - 2
	symbol := 2*extra + v>>extra
	d.write(uint64(bits.Reverse8(uint8(symbol))>>3), 5)
	d.write(uint64(v&(1<<extra-1)), extra)
}

// write adds bits, lowest first.
func (d *pixelDeflate) write(v uint64, size uint) {
	d.pending |= v << d.count
	d.count += size
	if d.count >= 32 {
		d.out = binary.LittleEndian.AppendUint32(d.out, uint32(d.pending))
		d.pending >>= 32
		d.count -= 32
	}
}

func (d *pixelDeflate) flush() {
	for ; d.count > 0; d.count -= min(d.count, 8) {
		d.out = append(d.out, byte(d.pending))
		d.pending >>= 8
	}
}
