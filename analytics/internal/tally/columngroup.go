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
	cols clicklog.Columns
}

// read reads fields of the clicks. It checks that there are such targets.
func (g *columnGroup) read(fields clicklog.Fields) error {
	if err := g.cols.Read(g.Chunk, &g.Group, fields); err != nil || fields&clicklog.FieldTargets == 0 {
		return err
	}
	for _, target := range g.cols.Targets {
		if _, err := clicklog.PlanTarget(g.Plan, target); err != nil {
			return err
		}
	}
	return nil
}

// variants appends the outcomes of the splits that a click met.
func (g *columnGroup) variants(names []rollup.VariantName, i uint32) ([]rollup.VariantName, error) {
	ends := g.cols.DrawEnds
	if len(ends) == 0 {
		return names, nil
	}
	from := uint32(0)
	if i > 0 {
		from = ends[i-1]
	}
	for _, split := range g.cols.Splits[from:ends[i]] {
		name, err := rollup.VariantOf(g.Plan, split, &g.Plan.Targets[g.cols.Targets[i]])
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
