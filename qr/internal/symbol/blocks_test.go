package symbol

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	goqr "github.com/piglig/go-qr"
)

// TestBlocksRecoverWhatTheBudgetSays flips codewords of one block and reads the
// symbol with a real decoder. It must fail at exactly one codeword more than
// Recoverable. The smallest versions have a reserve and may do better.
func TestBlocksRecoverWhatTheBudgetSays(t *testing.T) {
	for _, level := range Levels() {
		for _, version := range []int{1, 2, 5, 7, 9, 14, 21, 32} {
			t.Run(fmt.Sprintf("version %d, level %s", version, level), func(t *testing.T) {
				of, codewords := CodewordMap(version)
				b := NewBlocks(version, level, codewords)
				for block := range min(b.Count, 3) {
					if !decodesWithout(t, version, level, of, b, block, b.Recoverable()) {
						t.Errorf("block %d does not survive %d wrong codewords", block, b.Recoverable())
					}
					if b.reserved == 0 && decodesWithout(t, version, level, of, b, block, b.Recoverable()+1) {
						t.Errorf("block %d survives %d wrong codewords", block, b.Recoverable()+1)
					}
				}
			})
		}
	}
}

func decodesWithout(t *testing.T, version int, level Level, of []int, b Blocks, block, wrong int) bool {
	t.Helper()
	s, err := Encode("HELLO", Spec{Level: level, Version: version, Mask: AutoMask})
	if err != nil {
		t.Fatal(err)
	}
	flip := map[int]bool{}
	for codeword := 0; codeword < b.codewords && len(flip) < wrong; codeword++ {
		if b.Of(codeword) == block {
			flip[codeword] = true
		}
	}
	for i, codeword := range of {
		if codeword >= 0 && flip[codeword] {
			s.Grid.Dark[i] = !s.Grid.Dark[i]
		}
	}
	text, err := goqr.Decode(picture(s.Grid))
	return err == nil && strings.Contains(text, "HELLO")
}

// picture draws a symbol with 5 px a module and a quiet zone of 4 modules.
func picture(g Grid) image.Image {
	const px, quiet = 5, 4
	side := px * (g.Size + 2*quiet)
	m := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if !g.At(y/px-quiet, x/px-quiet) {
				m.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return m
}
