package qr

// Steps in the search for a safe image. A few more versions make modules a
// little smaller; beyond that a smaller image is the lesser evil.
const (
	moreVersions = 3
	shrinkStep   = 0.95
	leastShrink  = 0.2
)

// mendImage looks for the least change that leaves the image within the error
// budget of every block, with a quarter in hand if that can be had.
func (p *plan) mendImage(text string, version int) error {
	levels, err := p.levelsFor(text)
	if err != nil {
		return err
	}
	for _, enough := range []func(budget) bool{budget.comfortable, budget.holds} {
		if found := p.searchImage(levels, version, enough); found != nil {
			*p = *found
			return nil
		}
	}
	return nil // nothing helps: drawn as asked, with a warning
}

// searchImage tries first a higher level, then a higher version, both with the
// image as large as asked, then a smaller image.
func (p *plan) searchImage(levels []levelFit, version int, enough func(budget) bool) *plan {
	share := p.design.ImageOptions.size() * p.spec.level.capacity()
	for shrink := 1.0; shrink > leastShrink; shrink *= shrinkStep {
		for more := range moreVersions + 1 {
			for _, l := range levels {
				candidate := p.with(l.level, version+more, share*shrink)
				fits := version+more >= l.least && p.versionAllowed(version, version+more)
				if fits && candidate.imageHolds(version+more, more > 0, enough) {
					return &candidate
				}
			}
		}
	}
	return nil
}

// levelFit is a level and the smallest version in which the text fits.
type levelFit struct {
	level Level
	least int
}

// levelsFor are the levels that are at least the one asked for and hold the
// text, weakest first.
func (p *plan) levelsFor(text string) ([]levelFit, error) {
	var list []levelFit
	for _, level := range levels() {
		if level.capacity() < p.spec.level.capacity() {
			continue
		}
		symbol, err := encode(text, symbolSpec{level: level, mode: p.spec.mode, mask: 0})
		if err != nil {
			if level == p.spec.level {
				return nil, err
			}
			break
		}
		list = append(list, levelFit{level, symbol.version})
	}
	return list, nil
}

// versionAllowed keeps a version that was asked for. It does not raise one to
// those with an alignment pattern in the middle: some scanners look for it and
// take a part of the image for it.
func (p *plan) versionAllowed(from, version int) bool {
	if p.spec.version != 0 {
		return version == p.spec.version
	}
	return version <= 40 && (version == from || !alignmentInMiddle(version) || alignmentInMiddle(from))
}

func alignmentInMiddle(version int) bool {
	middle := 8 + 2*version
	return alignment(version, middle, middle)
}

// with is the plan with an image that covers the given share of the modules.
func (p *plan) with(level Level, version int, share float64) plan {
	c := *p
	c.spec.level = level
	c.spec.version = version
	size := share / level.capacity()
	if level == p.spec.level && share == p.design.ImageOptions.size()*level.capacity() {
		size = p.design.ImageOptions.size()
	}
	c.design.ImageOptions.Size = &size
	return c
}

// imageHolds widens the quiet zone for the version and asks for the budget. A
// raised version must not make the modules too small.
func (p *plan) imageHolds(version int, raised bool, enough func(budget) bool) bool {
	n := 17 + 4*version
	if p.mendQuietZone(n) != nil {
		return false
	}
	d, err := p.arrange(n)
	if err != nil || raised && d.layout.symbol.dot < MinModule {
		return false
	}
	return enough(d.imageBudget(version, p.spec.level))
}
