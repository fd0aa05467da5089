package sheet

import "github.com/linkpack/linkpack-go/qr/internal/outline"

// A4 and what is on it, in mm.
const (
	pageWidth, pageHeight = 210, 297
	pageMargin            = 10
	gap                   = 6 // between codes
	captionLines          = 3 // below a code, at most
)

// MinSize and MaxSize limit the side of a code in mm. One of MaxSize is as wide
// as the page less its margins.
const (
	MinSize = 10
	MaxSize = pageWidth - 2*pageMargin
)

// layout is a grid of codes with their captions. Lengths are in mm.
type layout struct {
	size       float64 // side of a code
	fontSize   float64 // of captions, in points
	line       float64 // height of a line of a caption
	rowHeight  float64 // from a code to the one below it
	left       float64 // of the first column
	cols, rows int
}

func newLayout(size float64) layout {
	l := layout{size: size, fontSize: min(max(size/5, 4), 8)}
	l.line = l.fontSize * 1.2 / pointsPerMM
	l.rowHeight = size + captionLines*l.line + gap
	l.cols = int((pageWidth - 2*pageMargin + gap) / (size + gap))
	l.rows = int((pageHeight - 2*pageMargin + gap) / l.rowHeight)
	l.left = (pageWidth - float64(l.cols)*(size+gap) + gap) / 2
	return l
}

func (l layout) perPage() int { return l.cols * l.rows }

// at returns the place of the i-th code of a page, from the page's upper left
// corner.
func (l layout) at(i int) outline.Point {
	return outline.Point{
		X: l.left + float64(i%l.cols)*(l.size+gap),
		Y: pageMargin + float64(i/l.cols)*l.rowHeight,
	}
}
