package outline

// AppendPDF appends the path as operators of PDF.
func (p *Path) AppendPDF(b []byte) []byte {
	var pen Point
	for _, s := range p.Segments {
		switch s.Op {
		case MoveTo:
			b = append(appendPoints(b, s.At), "m\n"...)
		case LineTo:
			b = append(appendPoints(b, s.At), "l\n"...)
		case Quarter, Arc:
			control := s.Control(pen)
			b = appendPoints(b, pen.Towards(s.Corner, control), s.At.Towards(s.Corner, control), s.At)
			b = append(b, "c\n"...)
		case Close:
			b = append(b, "h\n"...)
		}
		pen = s.At
	}
	return b
}

func appendPoints(b []byte, points ...Point) []byte {
	for _, p := range points {
		b = append(AppendNumber(b, p.X), ' ')
		b = append(AppendNumber(b, p.Y), ' ')
	}
	return b
}
