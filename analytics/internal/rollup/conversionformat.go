package rollup

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// conversionSection is the number of the section that has conversions, among those of
// dimensions. No dimension has it.
//
// The section has
//
//	kinds: their number, then for each the kind, ff for all beyond the first 1,000,
//	        the currency, and the amounts: their number, then for each the quarter-hour
//	        less the one before it, the conversions, and the sum of their values in
//	        millionths
//	converted clicks: cells, slot = quarter-hour
//	variants: their number, then for each the split, the rule, its conversions and its
//	        converted clicks, both as cells
//
// Kinds and variants are sorted by name. A rollup without conversions has no such
// section.
const conversionSection = 0

// append appends the section, unless there are no conversions.
func (c *Conversions) append(b []byte) []byte {
	if c.Empty() {
		return b
	}
	return c.appendContent(append(b, conversionSection))
}

func (c *Conversions) appendContent(b []byte) []byte {
	c.sort()
	b = binary.AppendUvarint(b, uint64(len(c.Kinds)))
	for i := range c.Kinds {
		b = wire.AppendString(b, c.Kinds[i].Kind)
		b = wire.AppendString(b, c.Kinds[i].Currency)
		b = c.Kinds[i].Amounts.append(b)
	}
	b = c.Converted.append(b)
	b = binary.AppendUvarint(b, uint64(len(c.Variants)))
	for i := range c.Variants {
		b = wire.AppendString(b, c.Variants[i].Split)
		b = wire.AppendString(b, c.Variants[i].Rule)
		b = c.Variants[i].All.append(b)
		b = c.Variants[i].First.append(b)
	}
	return b
}

func (a Amounts) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(a)))
	var before uint16
	for _, amount := range a {
		b = binary.AppendUvarint(b, uint64(amount.Slot-before))
		b = binary.AppendUvarint(b, amount.Count)
		b = binary.AppendUvarint(b, amount.Value)
		before = amount.Slot
	}
	return b
}

// ReadSections reads the number of a rollup's sections, and the conversions if there are
// any. It returns the number of other sections, which are those of dimensions. c must be
// empty.
func (c *Conversions) ReadSections(r *wire.Reader) (dimensions int) {
	dimensions, found := readSections(r)
	if found {
		c.readContent(r)
	}
	return dimensions
}

// readSections reads the number of sections, and whether the first has conversions. It
// returns the number of others.
func readSections(r *wire.Reader) (dimensions int, conversions bool) {
	n := int(r.Byte())
	if n == 0 || !r.Skip(conversionSection) {
		return n, false
	}
	return n - 1, true
}

func (c *Conversions) readContent(r *wire.Reader) {
	for range r.Count(3) {
		k := KindConversions{ConversionKind: ConversionKind{Kind: r.String(), Currency: r.String()}}
		k.Amounts = readAmounts(r)
		c.Kinds = append(c.Kinds, k)
	}
	c.Converted = ReadCells(r, c.Converted, QuartersPerDay)
	for range r.Count(4) {
		v := VariantConversions{VariantName: VariantName{Split: r.String(), Rule: r.String()}}
		v.All = ReadCells(r, nil, QuartersPerDay)
		v.First = ReadCells(r, nil, QuartersPerDay)
		c.Variants = append(c.Variants, v)
	}
	if c.Empty() {
		r.Fail() // there would be no section
	}
}

// readAmounts reads amounts. It fails unless slots rise.
func readAmounts(r *wire.Reader) (amounts Amounts) {
	slot := uint64(0)
	for i := range r.Count(3) {
		step := min(r.Uvarint(), QuartersPerDay)
		if slot += step; slot >= QuartersPerDay || i > 0 && step == 0 {
			r.Fail()
			return nil
		}
		amounts = append(amounts, Amount{Slot: uint16(slot), Count: r.Uvarint(), Value: r.Uvarint()})
	}
	return amounts
}
