package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// labelCounter counts human clicks by their values of all dimensions. It counts them by
// what the log refers to, so that a name is looked up once for many clicks: until the
// generation of words, or the plan, is another one.
type labelCounter struct {
	loader     *clicklog.WordLoader // of the generation, nil for none yet
	generation uint32
	words      [rollup.NumDimensions]wordCounts
	cities     map[textPair]uint64

	plan    *analytics.Plan
	targets []uint64    // clicks by the plan's targets
	utm     [][5]string // parameters of the plan's targets

	devices [numDevices]uint64
	scans   uint64
	refs    []uint32 // of words to be read
}

// labelFields are the fields by which clicks are counted.
func labelFields() clicklog.Fields {
	fields := clicklog.FieldTargets | clicklog.FieldDevices | clicklog.FieldScans | clicklog.FieldText(clicklog.TextCity)
	for _, d := range analytics.Dimensions() {
		if text, ok := textOf(d); ok {
			fields |= clicklog.FieldText(text)
		}
	}
	return fields
}

// count counts clicks of a group.
func (c *labelCounter) count(t *Tally, g *columnGroup, clicks []uint32) error {
	if err := g.read(labelFields(), clicks); err != nil {
		return err
	}
	if err := c.begin(t, g); err != nil {
		return err
	}
	for _, i := range clicks {
		c.targets[g.cols.Targets[i]]++
		c.devices[g.cols.Device(i)%numDevices]++
		if g.cols.Scan(i) {
			c.scans++
		}
	}
	for _, d := range analytics.Dimensions() {
		if err := c.texts(t, g, d, clicks); err != nil {
			return err
		}
	}
	return c.countCities(t, g, clicks)
}

// begin counts what was counted before by name if the names of a group are others.
func (c *labelCounter) begin(t *Tally, g *columnGroup) error {
	if c.generation != g.Chunk.Generation {
		if err := c.nameWords(t); err != nil {
			return err
		}
	}
	c.loader, c.generation = g.Chunk.Loader, g.Chunk.Generation
	if c.plan == g.Plan {
		return nil
	}
	c.nameTargets(t)
	c.plan, c.targets, c.utm = g.Plan, c.targets[:0], c.utm[:0]
	for i := range g.Plan.Targets {
		c.targets, c.utm = append(c.targets, 0), append(c.utm, clicklog.UtmTexts(g.Plan.Targets[i].UTM))
	}
	return nil
}

// texts counts clicks by a dimension whose values are texts.
func (c *labelCounter) texts(t *Tally, g *columnGroup, d analytics.Dimension, clicks []uint32) error {
	text, ok := textOf(d)
	if !ok || len(g.cols.Refs[text]) == 0 {
		return nil
	}
	refs, words := g.cols.Refs[text], &c.words[d]
	_, parameter := utmText(d)
	for _, i := range clicks {
		ref := refs[i]
		switch {
		case ref == 0 || parameter && c.utm[g.cols.Targets[i]][d-analytics.ByUTMSource] != "":
		case ref&1 == 0 && ref <= maxWordRef:
			words.add(ref)
		default:
			name, err := g.Chunk.Text(ref)
			if err != nil {
				return err
			}
			t.count(d, name, 1)
		}
	}
	return nil
}

// countCities counts clicks by city.
func (c *labelCounter) countCities(t *Tally, g *columnGroup, clicks []uint32) error {
	if len(g.cols.Refs[clicklog.TextCity]) == 0 {
		return nil
	}
	if c.cities == nil {
		c.cities = make(map[textPair]uint64)
	}
	for _, i := range clicks {
		switch p := g.cityOf(i); {
		case p.city == 0:
		case p.shared():
			c.cities[p]++
		default:
			name, err := p.label(g.Chunk.Text)
			if err != nil {
				return err
			}
			t.count(analytics.ByCity, name, 1)
		}
	}
	return nil
}
