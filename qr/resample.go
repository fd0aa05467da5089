package qr

import (
	"image"
	"math"
)

// resample fills dst, which is transparent, with src scaled into the box, by the
// Mitchell-Netravali filter (B = C = 1/3), which is widened when scaling down.
// Pixels at the border of the box are covered by their share.
func resample(dst, src *image.RGBA, b box) {
	cols := axisTaps(b.x, b.w, src.Rect.Dx(), dst.Rect.Min.X, dst.Rect.Max.X)
	rows := axisTaps(b.y, b.h, src.Rect.Dy(), dst.Rect.Min.Y, dst.Rect.Max.Y)
	narrow := squeezeRows(src, cols)
	sums := make([]rgba, len(cols))
	for _, row := range rows {
		clear(sums)
		for k, weight := range row.weights {
			line := narrow[(row.first+k)*len(cols):][:len(sums)]
			for i := range sums {
				sums[i].add(weight, line[i])
			}
		}
		for i, col := range cols {
			at := dst.PixOffset(col.at, row.at)
			sums[i].put(dst.Pix[at:at+4:at+4], row.cover*col.cover)
		}
	}
}

// rgba is a premultiplied colour, 0 to 255 and a little beyond: the filter
// overshoots.
type rgba struct{ r, g, b, a float32 }

func (c *rgba) add(weight float32, o rgba) {
	c.r += weight * o.r
	c.g += weight * o.g
	c.b += weight * o.b
	c.a += weight * o.a
}

// put writes the colour to a px that it covers in part.
func (c rgba) put(px []uint8, cover float32) {
	alpha := min(max(c.a, 0), 255)
	for i, v := range [4]float32{c.r, c.g, c.b, alpha} {
		px[i] = uint8(min(max(v, 0), alpha)*cover + 0.5)
	}
}

// tap is one px of the target along an axis: the source px it mixes and the
// share of it that lies in the box.
type tap struct {
	at      int
	cover   float32
	first   int
	weights []float32
}

func axisTaps(start, length float64, from, least, limit int) []tap {
	var taps []tap
	scale := float64(from) / length
	for at := max(int(math.Floor(start)), least); at < min(int(math.Ceil(start+length)), limit); at++ {
		cover := min(float64(at+1), start+length) - max(float64(at), start)
		t := weigh((float64(at)+0.5-start)*scale, max(scale, 1), from)
		t.at, t.cover = at, float32(cover)
		taps = append(taps, t)
	}
	return taps
}

// weigh spreads the filter around a source coordinate; what falls outside the
// source counts for the px at its edge.
func weigh(centre, stretch float64, from int) tap {
	lowest := int(math.Floor(centre - 2*stretch))
	highest := int(math.Ceil(centre + 2*stretch))
	t := tap{first: min(max(lowest, 0), from-1)}
	t.weights = make([]float32, min(max(highest, 0), from-1)-t.first+1)
	total := 0.0
	for i := lowest; i <= highest; i++ {
		total += mitchell((float64(i) + 0.5 - centre) / stretch)
	}
	for i := lowest; i <= highest; i++ {
		share := mitchell((float64(i)+0.5-centre)/stretch) / total
		t.weights[min(max(i, 0), from-1)-t.first] += float32(share)
	}
	return t
}

func mitchell(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return (7*x*x*x - 12*x*x + 16.0/3) / 6
	case x < 2:
		return (-7.0/3*x*x*x + 12*x*x - 20*x + 32.0/3) / 6
	}
	return 0
}

// squeezeRows scales every row of src to the given columns.
func squeezeRows(src *image.RGBA, cols []tap) []rgba {
	height := src.Rect.Dy()
	out := make([]rgba, height*len(cols))
	line := make([]rgba, src.Rect.Dx())
	for y := range height {
		for x := range line {
			px := src.Pix[y*src.Stride+4*x:][:4]
			line[x] = rgba{float32(px[0]), float32(px[1]), float32(px[2]), float32(px[3])}
		}
		for i, col := range cols {
			sum := &out[y*len(cols)+i]
			for k, c := range line[col.first : col.first+len(col.weights)] {
				sum.add(col.weights[k], c)
			}
		}
	}
	return out
}
