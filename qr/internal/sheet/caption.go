package sheet

import "github.com/linkpack/linkpack-go/qr/internal/pdf"

// more ends a caption that is too long for its lines.
const more = "..."

// wrap breaks a text wherever a line is full. Widths are in points at the size of
// 1 point. What does not fit into the lines is left out.
func wrap(text string, width float64, lines int) []string {
	var list []string
	for text != "" {
		n := fitting(text, width)
		if n < len(text) && len(list) == lines-1 {
			n = fitting(text, width-pdf.HelveticaWidth(more))
			return append(list, text[:n]+more)
		}
		list = append(list, text[:n])
		text = text[n:]
	}
	return list
}

// fitting returns how many characters fit into a width, at least one.
func fitting(text string, width float64) int {
	n := 1
	for n < len(text) && pdf.HelveticaWidth(text[:n+1]) <= width {
		n++
	}
	return n
}
