package analytics

import (
	"encoding/binary"
	"math/bits"
)

// A rollup's payload is
//
//	first and last block: varints, the last less the first
//	classes: cells, slot = class * 96 + quarter-hour
//	dimensions: their number, then for each its number, the number of its
//	        values, and for each value its name, ff for all beyond the first
//	        1,000, and its hours
//	visitors: their number, then for each its rule and who they are
//	variants, up to the end: the split, the rule, the hours and the visitors
//
// where the names of a workspace's values are shortened, see names.
//
// Values, rules and variants stand in the order of their names, so that the same
// clicks are the same bytes in whatever order they came
//
// and the hours of a value begin with a byte:
//
//	0 to 23: one click in that hour
//	24 to 47: several clicks, their number follows, in that hour less 24
//	48: a mask of three bytes, little-endian, one bit for each hour that
//	        has clicks, then their numbers
const manyHours = 48

// append appends the rollup's payload.
func (ru *rollup) append(b []byte) ([]byte, error) {
	b = binary.AppendUvarint(b, ru.first)
	b = binary.AppendUvarint(b, ru.last-ru.first)
	b = ru.classes.append(b)
	b = ru.appendDims(b)
	ru.sort()
	b = binary.AppendUvarint(b, uint64(len(ru.visitors)))
	var err error
	for i := range ru.visitors {
		b = appendString(b, ru.visitors[i].rule)
		if b, err = ru.visitors[i].append(b); err != nil {
			return nil, err
		}
	}
	for i := range ru.variants {
		if b, err = ru.variants[i].append(b); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (ru *rollup) appendDims(b []byte) []byte {
	used := 0
	for i := range ru.dims {
		if len(ru.dims[i].values) > 0 {
			used++
		}
	}
	b = append(b, byte(used))
	for i := range ru.dims {
		values := ru.dims[i].values
		if len(values) == 0 {
			continue
		}
		b = append(b, byte(i))
		b = binary.AppendUvarint(b, uint64(len(values)))
		b = ru.dims[i].append(b, ru.shorten)
	}
	return b
}

// append appends the values.
func (d *dimension) append(b []byte, shorten bool) []byte {
	names := names{shorten: shorten}
	if d.read == len(d.values) { // the usual case
		for i := range d.values {
			b = names.append(b, d.values[i].name)
			b = appendHours(b, &d.values[i].hours)
		}
		return b
	}
	for v := range d.sorted {
		b = names.append(b, v.name)
		b = appendHours(b, &v.hours)
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
	b = append(b, manyHours, byte(mask), byte(mask>>8), byte(mask>>16))
	for ; mask != 0; mask &= mask - 1 {
		b = binary.AppendUvarint(b, uint64(hours[bits.TrailingZeros32(mask)]))
	}
	return b
}

// read reads a rollup's payload into an empty rollup. Its names stay, its
// visitors are parts of the payload.
func (ru *rollup) read(payload []byte) error {
	r := reader{data: payload, text: string(payload)}
	ru.first = r.uvarint()
	ru.last = ru.first + r.uvarint()
	ru.classes = readCells(&r, ru.classes, uint64(NumClasses)*quartersPerDay)
	ru.readDims(&r)
	for range r.count(2) {
		ru.addVisitors(r.string()).read(&r)
	}
	for r.left() > 0 {
		ru.addVariant(variantName{split: r.string(), rule: r.string()}).read(&r)
	}
	return r.end()
}

func (ru *rollup) readDims(r *reader) {
	for range r.byte() {
		number := int(r.byte())
		if number >= numDims || len(ru.dims[number].values) > 0 {
			r.fail()
			return
		}
		d := &ru.dims[number]
		n := r.count(2)
		if ru.shorten {
			d.readShort(r, n)
		} else {
			for range n {
				v := d.put(r.string())
				readHours(r, &v.hours)
			}
		}
		d.read = len(d.values)
	}
}

// readShort reads values with shortened names.
func (d *dimension) readShort(r *reader, n int) {
	var name []byte
	for i := range n {
		name = r.name(name, i)
		v := d.put(string(name))
		readHours(r, &v.hours)
	}
}

func readHours(r *reader, hours *[24]uint32) {
	switch first := r.byte(); {
	case first < 24:
		hours[first] = 1
	case first < manyHours:
		hours[first-24] = r.uint32()
	default:
		mask := uint32(r.byte()) | uint32(r.byte())<<8 | uint32(r.byte())<<16
		for ; mask != 0; mask &= mask - 1 {
			hours[bits.TrailingZeros32(mask)] = r.uint32()
		}
	}
}
