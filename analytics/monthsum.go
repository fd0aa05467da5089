package analytics

import (
	"encoding/binary"
	"math/bits"
)

// monthSum adds up the days of a month. Its payload is
//
//	a bit for each day that has requests: four bytes, little-endian
//	for each of these days its requests: cells, as in a rollup
//	dimensions: their number, then for each its number, the number of its values,
//	        and for each value its name and its clicks
//	the sum of the visitors of each day
//	variants, up to the end: the split, the rule, the clicks and the sum of the
//	        visitors of each day
//
// or nothing but the bits when there are so few days that these tell it all.
type monthSum struct {
	days     uint32
	requests []cells // of each day
	figures  rollup  // the dimensions
	uniques  uint64
	variants []variantSum
}

// variantSum adds up the days of a way out of a split.
type variantSum struct {
	variantName
	clicks, uniques uint64
}

// fewDays is the most days of a month that are read themselves.
const fewDays = 15

// add adds a rollup of the nth day, which comes after those before it. splits asks
// for what became of these.
func (m *monthSum) add(n uint32, ru *rollup, splits bool) {
	m.days |= 1 << n
	m.requests = append(m.requests, append(cells(nil), ru.classes...))
	for d := range ru.dims {
		m.figures.dims[d].merge(&ru.dims[d])
	}
	m.uniques += ru.visitorsOf("").estimate()
	if splits {
		for i := range ru.variants {
			m.addVariant(&ru.variants[i])
		}
	}
}

func (m *monthSum) addVariant(v *variant) {
	i := 0
	for i < len(m.variants) && m.variants[i].variantName != v.variantName {
		i++
	}
	if i == len(m.variants) {
		m.variants = append(m.variants, variantSum{variantName: v.variantName})
	}
	m.variants[i].clicks += sum(&v.hours)
	m.variants[i].uniques += v.visitors.estimate()
}

// value returns the sum as it is stored; nil when there was nothing to add up.
func (m *monthSum) value() []byte {
	if m.days == 0 {
		return nil
	}
	b := binary.LittleEndian.AppendUint32(newValue(nil), m.days)
	if bits.OnesCount32(m.days) > fewDays {
		for _, requests := range m.requests {
			b = requests.append(b)
		}
		b = m.appendDims(b)
		b = binary.AppendUvarint(b, m.uniques)
		for _, v := range m.variants {
			b = appendString(b, v.split)
			b = appendString(b, v.rule)
			b = binary.AppendUvarint(b, v.clicks)
			b = binary.AppendUvarint(b, v.uniques)
		}
	}
	return seal(b)
}

func (m *monthSum) appendDims(b []byte) []byte {
	at, used := len(b), byte(0)
	b = append(b, 0)
	for d := range m.figures.dims {
		dim := &m.figures.dims[d]
		if len(dim.values) == 0 {
			continue
		}
		used++
		b = append(b, byte(d))
		b = binary.AppendUvarint(b, uint64(len(dim.values)))
		names := names{shorten: true}
		for v := range dim.sorted {
			b = names.append(b, v.name)
			b = binary.AppendUvarint(b, sum(&v.hours))
		}
	}
	b[at] = used
	return b
}

// monthDays reads the bits of a payload.
func monthDays(r *reader) uint32 {
	if b := r.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}
