package rollup

import (
	"encoding/binary"
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// RequestsOf reads the requests of a stored rollup.
func RequestsOf(value []byte) (Cells, error) {
	payload, err := wire.Unseal(value)
	if err != nil {
		return nil, err
	}
	r := wire.Reader{Data: payload}
	_, _ = r.Uvarint(), r.Uvarint() // the blocks
	requests := ReadCells(&r, nil, uint64(len(analytics.ClassCounts{}))*QuartersPerDay)
	return requests, r.Whole()
}

// MonthSum adds up the days of a month. Its payload is
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
type MonthSum struct {
	Days     uint32
	Requests []Cells // of each day
	Figures  Rollup  // the dimensions
	Uniques  uint64
	variants []VariantSum
}

// VariantSum adds up the days of a way out of a split.
type VariantSum struct {
	VariantName
	Clicks, Uniques uint64
}

// fewDays is the most days of a month that are read themselves.
const fewDays = 10

// Add adds a rollup of the nth day, which comes after those before it. splits asks
// for what became of these.
func (m *MonthSum) Add(n uint32, ru *Rollup, splits bool) error {
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
	return nil
}

func (m *MonthSum) addVariant(v *variant) {
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

// Value returns the sum as it is stored; nil when there was nothing to add up.
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

// MonthDays reads the bits of a payload.
func MonthDays(r *wire.Reader) uint32 {
	if b := r.Bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// TotalSum adds up the requests of all days: the classes, as varints.
type TotalSum struct {
	Classes analytics.ClassCounts
}

// Add adds the requests of a day.
func (s *TotalSum) Add(requests Cells) {
	for _, c := range requests {
		s.Classes[c.Slot/QuartersPerDay] += c.Count
	}
}

// Value returns the sum as it is stored; nil when there was nothing to add up.
func (s *TotalSum) Value() []byte {
	if *s == (TotalSum{}) {
		return nil
	}
	b := wire.NewValue(nil)
	for _, n := range s.Classes {
		b = binary.AppendUvarint(b, n)
	}
	return wire.Seal(b)
}

// Read reads a sum's payload.
func (s *TotalSum) Read(payload []byte) error {
	r := wire.Reader{Data: payload}
	for class := range s.Classes {
		s.Classes[class] = r.Uvarint()
	}
	return r.End()
}
