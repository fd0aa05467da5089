package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// rollups adds the days with which a list begins, up to the first month that is read from
// its sums, and returns how many it added.
func (v *RangeView) rollups(days []UtcDay) (n int, err error) {
	for n = 1; n < len(days) && v.monthOf(days[n:]) == 0; {
		n++
	}
	var current UtcDay
	s := rollupScan{links: v.links, read: func(link uint32, payload []byte) error { return v.row(link, payload, current) }}
	for day, err := range rollup.Days(v.Tx, days[0].day, days[n-1].day+1) {
		if err != nil {
			return 0, err
		}
		current = days[day-days[0].day]
		if err := s.day(v.Tx, day); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// row adds the part of a rollup that the range covers.
func (v *RangeView) row(link uint32, payload []byte, day UtcDay) error {
	r := wire.Reader{Data: payload}
	_, _ = r.Uvarint(), r.Uvarint() // the blocks
	v.cells = rollup.ReadCells(&r, v.cells[:0], rollup.ClassCells)
	total := v.of(link)
	for _, c := range v.cells {
		if quarter := int(c.Slot % rollup.QuartersPerDay); day.from <= quarter && quarter < day.to {
			total.Classes[c.Slot/rollup.QuartersPerDay] += c.Count
		}
	}
	v.day.Reset()
	if v.day.ReadSections(&r); !r.Failed {
		total.add(&v.day, day.from, day.to, maxLinkKinds)
	}
	return r.Whole()
}

// addPending adds requests and conversions that are not in a rollup yet.
func (v *RangeView) addPending(total *LinkTotal, link uint32) error {
	from, to := v.Calendar.bounds()
	for i := range v.Tails[link] {
		g := &v.Tails[link][i]
		if g.Chunk.Block <= v.marks.Of(link) || v.erased.Void(link, g.Chunk.Block) {
			continue
		}
		records := g.Records()
		for records.Next(&v.record) {
			if v.record.Time < from || to <= v.record.Time {
				continue
			}
			if err := v.addRecord(total, g); err != nil {
				return err
			}
		}
		if err := records.End(); err != nil {
			return err
		}
	}
	return nil
}

// addRecord adds the current record of a pending group.
func (v *RangeView) addRecord(total *LinkTotal, g *clicklog.PendingGroup) error {
	if class := int(v.record.Class); class < len(total.Classes) {
		total.Classes[class]++
	}
	if v.record.Class != analytics.Conversion {
		return nil
	}
	if err := v.values.Fill(&v.record, g.Chunk, g.Plan); err != nil {
		return err
	}
	c := &v.values.Conversion
	if c.First {
		total.converted++
	}
	total.convert(c.ConversionKind, rollup.Amount{Count: 1, Value: c.Value}, maxLinkKinds)
	return nil
}
