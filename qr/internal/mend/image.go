package mend

import (
	"github.com/linkpack/linkpack-go/qr/internal/check"
	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// Steps in the search for an image that error correction can restore. A few more
// versions make modules a little smaller; beyond that a smaller image is better.
const (
	moreVersions = 3
	shrinkStep   = 0.95
	leastShrink  = 0.2
)

// fitImage makes the least change after which error correction restores every
// block under the image, with a reserve if possible. If nothing helps, the
// design stays as it is.
func fitImage(d *draw.Design, text string, version int) error {
	levels, err := levelsFor(text, d.Spec)
	if err != nil {
		return err
	}
	for _, enough := range []func(check.Budget) bool{check.Budget.Comfortable, check.Budget.Holds} {
		if found := searchImage(d, levels, version, enough); found != nil {
			*d = *found
			return nil
		}
	}
	return nil
}

// searchImage tries a higher level first, then a higher version, both with the
// image as large as asked, and then a smaller image.
func searchImage(d *draw.Design, levels []levelFit, version int, enough func(check.Budget) bool) *draw.Design {
	share := d.ImageSize * d.Spec.Level.Capacity()
	for shrink := 1.0; shrink > leastShrink; shrink *= shrinkStep {
		for more := range moreVersions + 1 {
			for _, l := range levels {
				candidate := withImage(d, l.level, version+more, share*shrink)
				fits := version+more >= l.least && versionAllowed(d.Spec.Version, version, version+more)
				if fits && imageHolds(candidate, version+more, more > 0, enough) {
					return candidate
				}
			}
		}
	}
	return nil
}

// levelFit is a level and the smallest version that holds the text.
type levelFit struct {
	level symbol.Level
	least int
}

// levelsFor returns the levels that hold the text and are not weaker than the
// one asked for, weakest first.
func levelsFor(text string, asked symbol.Spec) ([]levelFit, error) {
	var list []levelFit
	for _, level := range symbol.Levels() {
		if level.Capacity() < asked.Level.Capacity() {
			continue
		}
		s, err := symbol.Encode(text, symbol.Spec{Level: level, Mode: asked.Mode, Mask: 0})
		if err != nil {
			if level == asked.Level {
				return nil, err
			}
			break
		}
		list = append(list, levelFit{level, s.Version})
	}
	return list, nil
}

// versionAllowed keeps a version that was asked for. It does not allow a change
// to a version with an alignment pattern in the middle, since some scanners take
// a part of the image for that pattern.
func versionAllowed(asked, from, version int) bool {
	if asked != 0 {
		return version == asked
	}
	return version <= symbol.MaxVersion && (version == from || !alignmentInMiddle(version) || alignmentInMiddle(from))
}

func alignmentInMiddle(version int) bool {
	middle := symbol.Size(version) / 2
	return symbol.Alignment(version, middle, middle)
}

// withImage returns the design with an image that covers the given share of the
// modules.
func withImage(d *draw.Design, level symbol.Level, version int, share float64) *draw.Design {
	c := *d
	c.Spec.Level = level
	c.Spec.Version = version
	if level != d.Spec.Level || share != d.ImageSize*level.Capacity() { // dividing would round
		c.ImageSize = share / level.Capacity()
	}
	return &c
}

// imageHolds widens the quiet zone for the version and checks the budget. A
// raised version must not make the modules too small.
func imageHolds(d *draw.Design, version int, raised bool, enough func(check.Budget) bool) bool {
	n := symbol.Size(version)
	if widenQuietZone(d, n) != nil {
		return false
	}
	drawing, err := draw.Arrange(d, n)
	if err != nil || raised && drawing.Layout.Symbol.Dot < check.MinModule(d) {
		return false
	}
	return enough(check.ImageBudget(drawing, version, d.Spec.Level))
}
