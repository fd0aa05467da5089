package qr

import "math"

// hiddenArea is the block of cells left out under the image.
type hiddenArea struct{ rows, cols, modules int }

func (h hiddenArea) has(row, col int) bool {
	n := h.modules
	return 2*row >= n-h.rows && 2*row < n+h.rows && 2*col >= n-h.cols && 2*col < n+h.cols
}

// imageFit is the room for the image: whole modules cleared and the px it
// fills before its margin.
type imageFit struct {
	cols, rows    int
	width, height float64
}

// capacity is the rule of thumb of how much of a symbol may be lost.
func (l Level) capacity() float64 {
	return map[Level]float64{LevelL: 0.07, LevelM: 0.15, LevelQ: 0.25, LevelH: 0.30}[l]
}

// fitImage is qr-code-styling's rule: at most the share of all modules, an odd
// number of modules both ways, never over the finder patterns. ratio is the
// image's height by its width.
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

// oddModules is the smallest odd number of modules that holds the length.
func oddModules(length float64) int { return 1 + 2*int(math.Ceil((length-1)/2)) }

// box is where the image goes: the fitted room less the margin, in the middle
// of the symbol, with the image's own proportions.
func (f imageFit) box(l layout, margin, ratio float64) box {
	side := float64(l.modules) * l.symbol.dot
	b := box{
		x: l.symbol.x + l.round(margin+(side-f.width)/2),
		y: l.symbol.y + l.round(margin+(side-f.height)/2),
		w: f.width - 2*margin,
		h: f.height - 2*margin,
	}
	w, h := min(b.w, b.h/ratio), min(b.h, b.w*ratio)
	return box{b.x + (b.w-w)/2, b.y + (b.h-h)/2, w, h}
}

func (f imageFit) hidden(n int) hiddenArea { return hiddenArea{rows: f.rows, cols: f.cols, modules: n} }
