package draw

import (
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// imageFit is the room for the image, including its margin: in modules, which are
// cleared for it, and in px.
type imageFit struct {
	cols, rows    int
	width, height float64
}

// fitImage follows qr-code-styling: the image covers at most the given share of
// all modules, an odd number of modules in both directions, and never the finder
// patterns. The ratio is the image's height by its width.
func fitImage(share, ratio float64, n int, dot float64) imageFit {
	most := int(share * float64(n) * float64(n))
	if most <= 0 {
		return imageFit{}
	}
	across := n - 14
	cols := min(max(int(math.Sqrt(float64(most)/ratio)), 1), across)
	if cols%2 == 0 {
		cols--
	}
	fit := imageFit{cols: cols, rows: oddModules(float64(cols) * ratio)}
	fit.width = float64(cols) * dot
	fit.height = halfUp(fit.width * ratio)
	if fit.rows*cols <= most && fit.rows <= across {
		return fit
	}
	if fit.rows > across {
		fit.rows = across
	} else {
		fit.rows -= 2
	}
	fit.height = float64(fit.rows) * dot
	fit.cols = oddModules(float64(fit.rows) / ratio)
	fit.width = halfUp(fit.height / ratio)
	return fit
}

// oddModules returns the smallest odd number of modules that holds the length.
func oddModules(length float64) int { return 1 + 2*int(math.Ceil((length-1)/2)) }

func halfUp(v float64) float64 { return math.Floor(v + 0.5) }

// box returns the place of the image: the room less the margin, in the middle of
// the symbol, with the image's own proportions.
func (f imageFit) box(l Layout, margin, ratio float64) outline.Box {
	side := float64(l.Modules) * l.Symbol.Dot
	x := l.Symbol.X + l.round(margin+(side-f.width)/2)
	y := l.Symbol.Y + l.round(margin+(side-f.height)/2)
	roomW, roomH := f.width-2*margin, f.height-2*margin
	w, h := min(roomW, roomH/ratio), min(roomH, roomW*ratio)
	return outline.Box{X: x + (roomW-w)/2, Y: y + (roomH-h)/2, W: w, H: h}
}
