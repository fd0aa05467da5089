package tally

import (
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/routing"
)

// clickFilter chooses the clicks of a time that pass a filter.
type clickFilter struct {
	from, to int64 // milliseconds
	values   []*valueFilter
	chosen   []uint32
}

func newClickFilter(filter map[analytics.Dimension][]string, from, to int64) clickFilter {
	f := clickFilter{from: from, to: to}
	for _, d := range slices.Sorted(maps.Keys(filter)) {
		f.values = append(f.values, newValueFilter(d, filter[d]))
	}
	return f
}

// choose returns the indexes of the clicks of a group that pass. If some of the chunk's
// clicks may be out of the time, it looks at the times first.
func (f *clickFilter) choose(g *columnGroup) ([]uint32, error) {
	first, last := g.Chunk.TimeBounds()
	if last < f.from || first >= f.to {
		return nil, nil
	}
	chosen := f.chosen[:0]
	for i := range g.End - g.Start {
		chosen = append(chosen, i)
	}
	f.chosen = chosen
	if first < f.from || last >= f.to {
		var err error
		if chosen, err = f.inTime(chosen, g); err != nil {
			return nil, err
		}
	}
	for _, v := range f.values {
		var err error
		if chosen, err = v.narrow(chosen, g); err != nil || len(chosen) == 0 {
			return nil, err
		}
	}
	return chosen, nil
}

// inTime keeps those of the chosen clicks that are in the time.
func (f *clickFilter) inTime(chosen []uint32, g *columnGroup) ([]uint32, error) {
	err := g.read(clicklog.FieldTimes, chosen)
	return keep(chosen, func(i uint32) bool { return f.from <= g.cols.Times[i] && g.cols.Times[i] < f.to }, err)
}

// valueFilter chooses clicks by their values of a dimension.
type valueFilter struct {
	d      analytics.Dimension
	wanted map[string]bool

	devices [numDevices]bool
	plan    *analytics.Plan // that targets are of
	targets []verdict       // by the plan's targets; unknown where the value is not the target's
	refs    refVerdicts     // by the text
	cities  pairVerdicts    // by the texts of the city and the country
}

// verdict says whether clicks with some property pass.
type verdict uint8

const (
	unknown verdict = iota
	passes
	fails
)

func newValueFilter(d analytics.Dimension, values []string) *valueFilter {
	f := &valueFilter{d: d, wanted: make(map[string]bool, len(values))}
	for _, value := range values {
		f.wanted[value] = true
	}
	for device := range f.devices {
		f.devices[device] = f.passes(deviceLabel(routing.DeviceClass(device)))
	}
	return f
}

// passes reports whether clicks with a value pass; "" stands for no value.
func (f *valueFilter) passes(value string) bool {
	if value == "" {
		value = clicklog.EmptyLabel(f.d)
	}
	return f.wanted[value]
}

// verdict returns whether clicks with a value pass.
func (f *valueFilter) verdict(value string) verdict {
	if f.passes(value) {
		return passes
	}
	return fails
}

// narrow keeps those of the chosen clicks that pass.
func (f *valueFilter) narrow(chosen []uint32, g *columnGroup) ([]uint32, error) {
	switch f.d {
	case analytics.ByDevice:
		return f.byDevice(chosen, g)
	case analytics.ByTrigger:
		return f.byTrigger(chosen, g)
	case analytics.ByRule, analytics.ByDestination:
		return f.byTarget(chosen, g)
	case analytics.ByCity:
		return f.byCity(chosen, g)
	}
	if _, utm := utmText(f.d); utm {
		return f.byParameter(chosen, g)
	}
	return f.byText(chosen, g)
}

func (f *valueFilter) byDevice(chosen []uint32, g *columnGroup) ([]uint32, error) {
	err := g.read(clicklog.FieldDevices, chosen)
	return keep(chosen, func(i uint32) bool { return f.devices[g.cols.Device(i)%numDevices] }, err)
}

func (f *valueFilter) byTrigger(chosen []uint32, g *columnGroup) ([]uint32, error) {
	err := g.read(clicklog.FieldScans, chosen)
	scans, others := f.passes(rollup.ScanLabel), f.passes("")
	return keep(chosen, func(i uint32) bool { return g.cols.Scan(i) && scans || !g.cols.Scan(i) && others }, err)
}

// keep keeps those of the chosen clicks that pass, unless there is an error.
func keep(chosen []uint32, passes func(i uint32) bool, err error) ([]uint32, error) {
	if err != nil {
		return nil, err
	}
	kept := chosen[:0]
	for _, i := range chosen {
		if passes(i) {
			kept = append(kept, i)
		}
	}
	return kept, nil
}
