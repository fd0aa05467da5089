package qr

// budget compares what an image costs with what error correction gives back.
type budget struct {
	lost        int // codewords touched in the block that loses most
	recoverable int // wrong codewords that a block survives
}

func (b budget) holds() bool { return b.lost <= b.recoverable }

// comfortable reports whether a quarter of the correction is left for what
// dirt, print and the scanner itself take.
func (b budget) comfortable() bool { return 2*b.lost <= b.recoverable }

// imageBudget counts, for each error correction block, the codewords that have
// a module under the image.
func (d drawing) imageBudget(version int, level Level) budget {
	n := d.layout.modules
	of, codewords := codewordMap(version)
	blocks := newBlocks(version, level, codewords)
	touched := make([]bool, codewords)
	for i, codeword := range of {
		if codeword >= 0 && d.covered(i/n, i%n) {
			touched[codeword] = true
		}
	}
	lost := make([]int, blocks.count)
	worst := 0
	for codeword, is := range touched {
		if is {
			block := blocks.of(codeword)
			lost[block]++
			worst = max(worst, lost[block])
		}
	}
	return budget{lost: worst, recoverable: blocks.recoverable()}
}

// covered reports whether a module is hidden, or under a part of the image that
// is not wholly transparent.
func (d drawing) covered(row, col int) bool {
	if d.image == nil {
		return false
	}
	return d.hidden.has(row, col) || d.image.touches(d.layout.symbol.corner(row, col), d.layout.symbol.dot)
}

// touches reports whether the image shows anywhere in a square of px.
func (i *placedImage) touches(at point, side float64) bool {
	pixels := i.logo.pixels
	scaleX, scaleY := float64(pixels.Rect.Dx())/i.box.w, float64(pixels.Rect.Dy())/i.box.h
	area := box{(at.x - i.box.x) * scaleX, (at.y - i.box.y) * scaleY, side * scaleX, side * scaleY}.pixels()
	area = area.Intersect(pixels.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if pixels.Pix[pixels.PixOffset(x, y)+3] != 0 {
				return true
			}
		}
	}
	return false
}
