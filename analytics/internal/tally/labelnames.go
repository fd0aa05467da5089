package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/routing"
)

// nameTargets counts the clicks by the names of their targets.
func (c *labelCounter) nameTargets(t *Tally) {
	name := func(d analytics.Dimension, name string, clicks uint64) {
		if name != "" {
			t.count(d, name, clicks)
		}
	}
	for i, clicks := range c.targets {
		target := &c.plan.Targets[i]
		name(analytics.ByRule, target.Rule, clicks)
		name(analytics.ByDestination, target.Destination, clicks)
		for n, parameter := range c.utm[i] {
			name(analytics.ByUTMSource+analytics.Dimension(n), parameter, clicks)
		}
	}
	clear(c.targets)
	for device, clicks := range c.devices {
		name(analytics.ByDevice, deviceLabel(routing.DeviceClass(device)), clicks)
	}
	t.count(analytics.ByTrigger, rollup.ScanLabel, c.scans)
	c.devices, c.scans = [numDevices]uint64{}, 0
}

// nameWords counts the clicks by the words of the generation.
func (c *labelCounter) nameWords(t *Tally) error {
	if c.loader == nil {
		return nil
	}
	if err := c.load(); err != nil {
		return err
	}
	for d := range c.words {
		if err := c.words[d].name(c.word, func(name string, clicks uint64) { t.count(analytics.Dimension(d), name, clicks) }); err != nil {
			return err
		}
	}
	for p, clicks := range c.cities {
		name, err := p.label(c.word)
		if err != nil {
			return err
		}
		t.count(analytics.ByCity, name, clicks)
	}
	clear(c.cities)
	return nil
}

// load reads the words that clicks were counted by.
func (c *labelCounter) load() error {
	c.refs = c.refs[:0]
	for d := range c.words {
		c.refs = append(c.refs, c.words[d].used...)
	}
	for p := range c.cities {
		c.refs = append(c.refs, p.city, p.country)
	}
	return c.loader.Load(c.generation, c.refs)
}

// word returns a word of the generation.
func (c *labelCounter) word(ref uint32) (string, error) { return c.loader.Word(c.generation, ref) }

// end counts everything by name, while the transaction is open.
func (c *labelCounter) end(t *Tally) error {
	c.nameTargets(t)
	err := c.nameWords(t)
	c.loader = nil
	return err
}
