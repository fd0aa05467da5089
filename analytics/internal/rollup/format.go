package rollup

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// ManyHours is the first byte of the hours of a value that has clicks in several
// hours.
//
// A rollup's payload is
//
//	first and last block: varints, the last less the first
//	classes: cells, slot = class * 96 + quarter-hour
//	sections: their number, then the section of conversions, if there are any, then
//	        for each dimension its number, the number of its values, and for each
//	        value its name, ff for all beyond the first 1,000, and its hours
//	visitors: their number, then for each the rule and the visitors
//	variants, up to the end: the split, the rule, the hours and the visitors
//
// In the sum of a workspace, names are shortened, see [wire.Names].
//
// Values, rules and variants are sorted by name, so that the same clicks give the
// same bytes in whatever order they came.
//
// The hours of a value begin with a byte:
//
//	0 to 23: one click in that hour
//	24 to 47: several clicks in that hour less 24; their number follows
//	48: a mask of three bytes, little-endian, with a bit for each hour that
//	        has clicks, then the numbers of clicks
const ManyHours = 48

// Append appends the rollup's payload.
func (ru *Rollup) Append(b []byte) ([]byte, error) {
	b = binary.AppendUvarint(b, ru.First)
	b = binary.AppendUvarint(b, ru.Last-ru.First)
	b = ru.Classes.append(b)
	b = ru.appendSections(b)
	ru.sort()
	b = binary.AppendUvarint(b, uint64(len(ru.Visitors)))
	var err error
	for i := range ru.Visitors {
		b = wire.AppendString(b, ru.Visitors[i].Rule)
		if b, err = ru.Visitors[i].Append(b); err != nil {
			return nil, err
		}
	}
	for i := range ru.Variants {
		if b, err = ru.Variants[i].append(b); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (ru *Rollup) appendSections(b []byte) []byte {
	used := 0
	if !ru.Conversions.Empty() {
		used++
	}
	for i := range ru.Dims {
		if len(ru.Dims[i].Values) > 0 {
			used++
		}
	}
	b = ru.Conversions.append(append(b, byte(used)))
	for i := range ru.Dims {
		values := ru.Dims[i].Values
		if len(values) == 0 {
			continue
		}
		b = append(b, byte(i))
		b = binary.AppendUvarint(b, uint64(len(values)))
		b = ru.Dims[i].append(b, ru.Shorten)
	}
	return b
}

// append appends the values.
func (d *dimension) append(b []byte, shorten bool) []byte {
	names := wire.Names{Shorten: shorten}
	if d.read == len(d.Values) { // the usual case
		for i := range d.Values {
			b = names.Append(b, d.Values[i].Name)
			b = appendHours(b, &d.Values[i].Hours)
		}
		return b
	}
	for v := range d.sorted {
		b = names.Append(b, v.Name)
		b = appendHours(b, &v.Hours)
	}
	return b
}

func appendHours(b []byte, hours *[24]uint32) []byte {
	var mask uint32
	for hour, n := range hours {
		if n > 0 {
			mask |= 1 << hour
		}
	}
	if bits.OnesCount32(mask) == 1 {
		hour := bits.TrailingZeros32(mask)
		if hours[hour] == 1 {
			return append(b, byte(hour))
		}
		return binary.AppendUvarint(append(b, byte(24+hour)), uint64(hours[hour]))
	}
	b = append(b, ManyHours, byte(mask), byte(mask>>8), byte(mask>>16))
	for ; mask != 0; mask &= mask - 1 {
		b = binary.AppendUvarint(b, uint64(hours[bits.TrailingZeros32(mask)]))
	}
	return b
}

// Read decodes a payload. It uses the rollup's memory again, so nothing must refer to what
// was there before, but for names. The rollup's names are copies; a sketch of its visitors
// is part of the payload.
func (ru *Rollup) Read(payload []byte) error {
	ru.reset()
	r := wire.Reader{Data: payload, Text: string(payload)}
	ru.First = r.Uvarint()
	ru.Last = ru.First + r.Uvarint()
	ru.Classes = ReadCells(&r, ru.Classes, ClassCells)
	ru.readSections(&r)
	for range r.Count(2) {
		ru.addVisitors(r.String()).Read(&r)
	}
	for r.Left() > 0 {
		ru.addVariant(VariantName{Split: r.String(), Rule: r.String()}).read(&r)
	}
	return r.End()
}

func (ru *Rollup) readSections(r *wire.Reader) {
	for range ru.Conversions.ReadSections(r) {
		number := int(r.Byte())
		if number == conversionSection || number >= NumDimensions || len(ru.Dims[number].Values) > 0 {
			r.Fail()
			return
		}
		d := &ru.Dims[number]
		n := r.Count(2)
		d.Values = slices.Grow(d.Values, min(n, MaxValues))
		if ru.Shorten {
			d.readShort(r, n)
		} else {
			for range n {
				v := d.Put(r.String())
				readHours(r, &v.Hours)
			}
		}
		d.read = len(d.Values)
	}
}

// readShort reads values with shortened names.
func (d *dimension) readShort(r *wire.Reader, n int) {
	var name []byte
	for i := range n {
		name = r.Name(name, i)
		v := d.Put(string(name))
		readHours(r, &v.Hours)
	}
}

func readHours(r *wire.Reader, hours *[24]uint32) {
	switch first := r.Byte(); {
	case first < 24:
		hours[first] = 1
	case first < ManyHours:
		hours[first-24] = r.Uint32()
	default:
		mask := uint32(r.Byte()) | uint32(r.Byte())<<8 | uint32(r.Byte())<<16
		for ; mask != 0; mask &= mask - 1 {
			hours[bits.TrailingZeros32(mask)] = r.Uint32()
		}
	}
}
