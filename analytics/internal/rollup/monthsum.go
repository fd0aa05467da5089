package rollup

import (
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// MonthSum adds up the days of a month. Its payload is
//
//	days: a mask of four bytes, little-endian, with a bit for each day that has
//	        requests or conversions
//	requests of each of these days: cells, as in a rollup
//	sections: their number, then that of [MonthConversions], if there are any, then
//	        for each dimension its number, the number of its values, and for each
//	        value its name and its clicks. A name is shortened, see [wire.Names]; in a
//	        page it is the number of the name, less that of the name before it.
//	visitors: the sum of each day's estimate
//	variants, up to the end: the split, the rule, the clicks and the visitors
type MonthSum struct {
	Days        uint32                     // mask of the days that have requests or conversions
	Requests    []Cells                    // of each day
	Values      [NumDimensions]MonthValues // of each dimension
	Uniques     uint64                     // sum of each day's visitors
	conversions MonthConversions
	variants    []VariantSum
	visitors    []Visitors // of a link on each day
}

// VariantSum has the clicks of an outcome of a split and the sum of each day's
// visitors.
type VariantSum struct {
	VariantName
	Clicks, Uniques uint64 // clicks, and visitors summed by day
}

// Add adds a rollup of the nth day, which comes after those before it. If the sum is one
// of a link, it keeps what a sketch of its visitors was read from.
func (m *MonthSum) Add(n uint32, ru *Rollup, isLink bool) {
	m.Days |= 1 << n
	m.Requests = append(m.Requests, slices.Clone(ru.Classes))
	for d := range ru.Dims {
		m.Values[d].add(&ru.Dims[d])
	}
	visitors := ru.VisitorsOf("")
	m.Uniques += visitors.Estimate()
	m.conversions.add(n, &ru.Conversions)
	if isLink {
		m.conversions.addVariants(&ru.Conversions)
		m.visitors = append(m.visitors, *visitors)
		m.visitors[len(m.visitors)-1].Few = slices.Clone(visitors.Few)
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
	return wire.Seal(m.append(wire.NewValue(nil), nil))
}

// maxInPage is the largest number of cells, values, variants and conversions of a link's
// month in a page. A larger one has a row of its own, so that reading one link stays
// cheap.
const maxInPage = 1000

// OwnValue returns the value of the row that a link's month has of its own; nil if it
// is in the page of the link.
func (m *MonthSum) OwnValue() []byte {
	if m.isSmall() {
		return nil
	}
	return m.Value()
}

func (m *MonthSum) isSmall() bool {
	n := len(m.variants) + len(m.conversions.Quarters) + m.conversions.Sums.cells()
	for _, requests := range m.Requests {
		n += len(requests)
	}
	for _, values := range m.Values {
		n += len(values)
	}
	return n <= maxInPage
}

// append appends the payload. Names are those of a page, unless it is nil.
func (m *MonthSum) append(b []byte, page *pageNames) []byte {
	b = binary.LittleEndian.AppendUint32(b, m.Days)
	for _, requests := range m.Requests {
		b = requests.append(b)
	}
	b = m.appendSections(b, page)
	b = binary.AppendUvarint(b, m.Uniques)
	for _, v := range m.variants {
		b = wire.AppendString(b, v.Split)
		b = wire.AppendString(b, v.Rule)
		b = binary.AppendUvarint(b, v.Clicks)
		b = binary.AppendUvarint(b, v.Uniques)
	}
	return b
}

// appendSections appends the conversions and the dimensions that have values.
func (m *MonthSum) appendSections(b []byte, page *pageNames) []byte {
	at, used := len(b), byte(0)
	b = m.conversions.append(append(b, 0))
	if len(b) > at+1 {
		used++
	}
	for d, values := range m.Values {
		if len(values) == 0 {
			continue
		}
		used++
		b = append(b, byte(d))
		b = binary.AppendUvarint(b, uint64(len(values)))
		if page == nil {
			b = values.append(b)
		} else {
			b = values.appendNumbers(b, page[d].numbers)
		}
	}
	b[at] = used
	return b
}

// append appends the values with their names.
func (m MonthValues) append(b []byte) []byte {
	names := wire.Names{Shorten: true}
	for i := range m {
		b = names.Append(b, m[i].Name)
		b = binary.AppendUvarint(b, m[i].Clicks)
	}
	return b
}

// appendNumbers appends the values with the numbers of their names.
func (m MonthValues) appendNumbers(b []byte, numbers map[string]int) []byte {
	before := 0
	for i := range m {
		number := numbers[m[i].Name]
		b = binary.AppendUvarint(b, uint64(number-before))
		b = binary.AppendUvarint(b, m[i].Clicks)
		before = number
	}
	return b
}

// MonthDays reads the mask of days of a payload.
func MonthDays(r *wire.Reader) uint32 {
	if b := r.Bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}
