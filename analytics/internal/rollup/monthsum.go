package rollup

import (
	"encoding/binary"
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// MonthSum adds up the days of a month. Its payload is
//
//	days: a mask of four bytes, little-endian, with a bit for each day that has
//	        requests
//	requests of each of these days: cells, as in a rollup
//	dimensions: their number, then for each its number, the number of its values,
//	        and for each value its shortened name and its clicks
//	visitors: the sum of each day's estimate
//	variants, up to the end: the split, the rule, the clicks and the visitors
//
// A month of at most ten days with requests has only the mask: readers then read the
// days themselves.
type MonthSum struct {
	Days     uint32  // mask of the days that have requests
	Requests []Cells // of each day
	Figures  Rollup  // the dimensions
	Uniques  uint64  // sum of each day's visitors
	variants []VariantSum
}

// VariantSum has the clicks of an outcome of a split and the sum of each day's
// visitors.
type VariantSum struct {
	VariantName
	Clicks, Uniques uint64 // clicks, and visitors summed by day
}

// fewDays is the most days of a month that are read themselves.
const fewDays = 15

// Add adds a rollup of the nth day, which comes after those before it. splits asks
// for what became of these.
func (m *MonthSum) Add(n uint32, ru *Rollup, splits bool) {
	m.Days |= 1 << n
	m.Requests = append(m.Requests, append(Cells(nil), ru.Classes...))
	for d := range ru.Dims {
		m.Figures.Dims[d].merge(&ru.Dims[d])
	}
	m.Uniques += ru.VisitorsOf("").Estimate()
	if splits {
		for i := range ru.Variants {
			m.addVariant(&ru.Variants[i])
		}
	}
}

// addVariant adds a day's variant.
func (m *MonthSum) addVariant(v *Variant) {
	i := 0
	for i < len(m.variants) && m.variants[i].VariantName != v.VariantName {
		i++
	}
	if i == len(m.variants) {
		m.variants = append(m.variants, VariantSum{VariantName: v.VariantName})
	}
	m.variants[i].Clicks += Sum(&v.Hours)
	m.variants[i].Uniques += v.Visitors.Estimate()
}

// Value returns the value to store; nil if nothing was added.
func (m *MonthSum) Value() []byte {
	if m.Days == 0 {
		return nil
	}
	b := binary.LittleEndian.AppendUint32(wire.NewValue(nil), m.Days)
	if bits.OnesCount32(m.Days) > fewDays {
		for _, requests := range m.Requests {
			b = requests.append(b)
		}
		b = m.appendDims(b)
		b = binary.AppendUvarint(b, m.Uniques)
		for _, v := range m.variants {
			b = wire.AppendString(b, v.Split)
			b = wire.AppendString(b, v.Rule)
			b = binary.AppendUvarint(b, v.Clicks)
			b = binary.AppendUvarint(b, v.Uniques)
		}
	}
	return wire.Seal(b)
}

// appendDims appends the dimensions that have values.
func (m *MonthSum) appendDims(b []byte) []byte {
	at, used := len(b), byte(0)
	b = append(b, 0)
	for d := range m.Figures.Dims {
		dim := &m.Figures.Dims[d]
		if len(dim.Values) == 0 {
			continue
		}
		used++
		b = append(b, byte(d))
		b = binary.AppendUvarint(b, uint64(len(dim.Values)))
		names := wire.Names{Shorten: true}
		for v := range dim.sorted {
			b = names.Append(b, v.Name)
			b = binary.AppendUvarint(b, Sum(&v.Hours))
		}
	}
	b[at] = used
	return b
}

// MonthDays reads the mask of days of a payload.
func MonthDays(r *wire.Reader) uint32 {
	if b := r.Bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}
