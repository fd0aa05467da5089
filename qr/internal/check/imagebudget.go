package check

import (
	"fmt"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// Budget compares what an image destroys with what error correction restores.
type Budget struct {
	lost        int // codewords under the image in the block that loses most
	recoverable int // wrong codewords that a block can restore
}

// Holds reports whether error correction restores every block.
func (b Budget) Holds() bool { return b.lost <= b.recoverable }

// Comfortable reports whether half of what can be restored is left for dirt,
// print and the scanner itself.
func (b Budget) Comfortable() bool { return 2*b.lost <= b.recoverable }

// ImageBudget counts, for each error correction block, the codewords that have a
// module under the image.
func ImageBudget(d draw.Drawing, version int, level symbol.Level) Budget {
	n := d.Layout.Modules
	of, codewords := symbol.CodewordMap(version)
	blocks := symbol.NewBlocks(version, level, codewords)
	touched := make([]bool, codewords)
	for i, codeword := range of {
		if codeword >= 0 && d.Covers(i/n, i%n) {
			touched[codeword] = true
		}
	}
	lost := make([]int, blocks.Count)
	worst := 0
	for codeword, is := range touched {
		if is {
			block := blocks.Of(codeword)
			lost[block]++
			worst = max(worst, lost[block])
		}
	}
	return Budget{lost: worst, recoverable: blocks.Recoverable()}
}

func checkImage(d draw.Drawing) (Warning, bool) {
	if d.Image == nil {
		return Warning{}, false
	}
	b := ImageBudget(d, d.Symbol.Version, d.Symbol.Level)
	reason := fmt.Sprintf("the image covers %d codewords of an error correction block that can restore %d", b.lost, b.recoverable)
	return Warning{Image, "imageOptions.imageSize", reason}, !b.Holds()
}
