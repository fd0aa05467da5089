package pdf

// AddHelvetica writes the font Helvetica, which every reader has.
func (w *Writer) AddHelvetica() Ref {
	return w.Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
}

// HelveticaWidth returns the width of a text of printable ASCII at the size of 1
// point, in points.
func HelveticaWidth(text string) float64 {
	// From Adobe's metrics, in thousandths, from the space on.
	widths := [...]int{
		278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
		556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
		1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
		667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
		333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
		556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
	}
	sum := 0
	for i := range len(text) {
		sum += widths[text[i]-' ']
	}
	return float64(sum) / 1000
}
