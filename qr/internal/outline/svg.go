package outline

import (
	"math"
	"strconv"
)

// AppendSVG appends the path as SVG path data.
func (p *Path) AppendSVG(b []byte) []byte {
	var pen Point
	for _, s := range p.Segments {
		b = s.appendSVG(b, pen)
		pen = s.At
	}
	return b
}

func (s Segment) appendSVG(b []byte, pen Point) []byte {
	switch s.Op {
	case Close:
		return append(b, 'Z')
	case MoveTo:
		b = append(b, 'M')
	case LineTo:
		b = append(b, 'L')
	case Quarter, Arc:
		b = append(b, 'A')
		radius := s.radius(pen)
		b = append(AppendNumber(b, radius), ' ')
		b = append(AppendNumber(b, radius), " 0 0 "...)
		b = append(b, s.sweep(pen), ' ')
	}
	b = append(AppendNumber(b, s.At.X), ' ')
	return AppendNumber(b, s.At.Y)
}

// sweep is SVG's flag for an arc that turns clockwise on screen.
func (s Segment) sweep(pen Point) byte {
	cross := (s.Corner.X-pen.X)*(s.At.Y-s.Corner.Y) - (s.Corner.Y-pen.Y)*(s.At.X-s.Corner.X)
	if cross > 0 {
		return '1'
	}
	return '0'
}

// AppendNumber appends a number, rounded to thousandths.
func AppendNumber(b []byte, v float64) []byte {
	return strconv.AppendFloat(b, math.Round(v*1000)/1000, 'f', -1, 64)
}
