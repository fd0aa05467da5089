package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/routing"
)

// columnGroup is a group of clicks with the fields that were read of it.
type columnGroup struct {
	*clicklog.ChainGroup
	cols  clicklog.Columns
	drawn []uint32 // memory of splits
}

// read reads fields of some of the clicks. It checks that there are such targets.
func (g *columnGroup) read(fields clicklog.Fields, clicks []uint32) error {
	if err := g.cols.Read(g.Chunk, &g.Group, fields, clicks); err != nil || fields&clicklog.FieldTargets == 0 {
		return err
	}
	last := uint32(0)
	for _, i := range clicks {
		last = max(last, g.cols.Targets[i])
	}
	_, err := clicklog.PlanTarget(g.Plan, last)
	return err
}

// splits returns the indexes of the splits at which numbers were drawn for a click. They
// are valid until the next call.
func (g *columnGroup) splits(i uint32) (splits []uint32, err error) {
	g.drawn, err = g.cols.AppendSplits(g.drawn[:0], i)
	return g.drawn, err
}

// variant returns the outcome of a split that a click met.
func (g *columnGroup) variant(split, target uint32) (rollup.VariantName, error) {
	return rollup.VariantOf(g.Plan, split, &g.Plan.Targets[target])
}

// variants appends the outcomes of the splits that a click met.
func (g *columnGroup) variants(names []rollup.VariantName, i uint32) ([]rollup.VariantName, error) {
	splits, err := g.splits(i)
	if err != nil {
		return names, err
	}
	for _, split := range splits {
		name, err := g.variant(split, g.cols.Targets[i])
		if err != nil {
			return names, err
		}
		names = append(names, name)
	}
	return names, nil
}

// text returns a text of a click whose field was read.
func (g *columnGroup) text(text int, i uint32) (string, error) {
	refs := g.cols.Refs[text]
	if len(refs) == 0 {
		return "", nil
	}
	return g.Chunk.Text(refs[i])
}

// textOf returns the text that has the value of a dimension. The zero of ok says that the
// value is not, or not only, a text.
func textOf(d analytics.Dimension) (text int, ok bool) {
	switch d {
	case analytics.ByCountry:
		return clicklog.TextCountry, true
	case analytics.ByRegion:
		return clicklog.TextRegion, true
	case analytics.ByOS:
		return clicklog.TextOS, true
	case analytics.ByBrowser:
		return clicklog.TextBrowser, true
	case analytics.ByLanguage:
		return clicklog.TextLanguage, true
	case analytics.ByReferrer:
		return clicklog.TextReferrer, true
	case analytics.ByPlacement:
		return clicklog.TextPlacement, true
	}
	return utmText(d)
}

// utmText returns the text of a UTM parameter, which is the value unless the target sets
// the parameter.
func utmText(d analytics.Dimension) (text int, ok bool) {
	if d < analytics.ByUTMSource || d > analytics.ByUTMContent {
		return 0, false
	}
	return clicklog.TextUTMSource + int(d-analytics.ByUTMSource), true
}

// deviceLabel returns the value of ByDevice, empty for none.
func deviceLabel(device routing.DeviceClass) string {
	if device == routing.UnknownDevice {
		return ""
	}
	return device.String()
}

// numDevices is the number of values that the log can have for a class of devices.
const numDevices = 8
