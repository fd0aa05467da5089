package outline

import (
	"image"
	"math"
)

// Point is a place in px.
type Point struct {
	X, Y float64 // to the right and down
}

// Towards returns the point that lies the given share of the way from p to q.
func (p Point) Towards(q Point, share float64) Point {
	return Point{p.X + (q.X-p.X)*share, p.Y + (q.Y-p.Y)*share}
}

// shift moves p by length along an axis towards q.
func (p Point) shift(q Point, length float64) Point {
	switch {
	case q.X > p.X:
		return Point{p.X + length, p.Y}
	case q.X < p.X:
		return Point{p.X - length, p.Y}
	case q.Y > p.Y:
		return Point{p.X, p.Y + length}
	}
	return Point{p.X, p.Y - length}
}

// Box is a rectangle in px.
type Box struct {
	X, Y float64 // top left corner
	W, H float64 // width and height
}

// Centre returns the middle of the box.
func (b Box) Centre() Point { return Point{b.X + b.W/2, b.Y + b.H/2} }

// Pixels returns the px that the box touches.
func (b Box) Pixels() image.Rectangle {
	return image.Rect(int(math.Floor(b.X)), int(math.Floor(b.Y)), int(math.Ceil(b.X+b.W)), int(math.Ceil(b.Y+b.H)))
}
