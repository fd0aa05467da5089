package check

import (
	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
)

// tonalStep is the difference in brightness, of 255, at which scanners that
// compare each spot with its surroundings see an edge inside a solid area.
const tonalStep = 24

// UnevenCentre returns the darkest stop of a gradient across the finder centres
// if scanners may see edges in it, else nil.
func UnevenCentre(d *draw.Design) *paint.Stop {
	if d.Centre.Paint == nil || d.Centre.Paint.Gradient == nil {
		return nil
	}
	stops := d.Centre.Paint.Gradient.Stops
	darkest := &stops[0]
	low, high := 255.0, 0.0
	for i := range stops {
		b := brightness(&stops[i])
		if b < low {
			low, darkest = b, &stops[i]
		}
		high = max(high, b)
	}
	if high-low < tonalStep {
		return nil
	}
	return darkest
}

func brightness(s *paint.Stop) float64 {
	return 0.299*float64(s.Color.R) + 0.587*float64(s.Color.G) + 0.114*float64(s.Color.B)
}

func checkTone(d draw.Drawing) (Warning, bool) {
	const reason = "scanners see edges in a gradient across the finder centres"
	return Warning{Finder, "cornersDotOptions.gradient", reason}, UnevenCentre(d.Design) != nil
}
