package qr

import (
	"encoding/json"
	"image"
	stddraw "image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
)

// reference is a rendering of qr-code-styling 1.9.2: the options, the symbol, the
// numbers in its SVG, and that SVG drawn by resvg.
type reference struct {
	Name    string
	Options Design
	Matrix  struct {
		Version, Mask, Size int
		Rows                []string
	}
	Expect struct {
		DotSize  float64
		Origin   [2]float64
		DataDots int
		Image    *struct{ X, Y, W, H float64 }
	}
	png string
}

// references reads the reference renderings. LINKPACK_QR_REFERENCES names another
// folder of them, to test designs beyond the committed ones.
func references(t *testing.T) []reference {
	t.Helper()
	folder := "testdata/reference"
	if more := os.Getenv("LINKPACK_QR_REFERENCES"); more != "" {
		folder = more
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no reference renderings in %s: %v", folder, err)
	}
	list := make([]reference, len(files))
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &list[i]); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		list[i].png = strings.TrimSuffix(file, "json") + "png"
	}
	return list
}

func (r reference) draw(t *testing.T) *Code {
	t.Helper()
	d := r.Options
	d.QR.Version = r.Matrix.Version
	code, err := Draw("", &d, &Options{Mask: &r.Matrix.Mask})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestTheSymbolIsTheReferenceSymbol(t *testing.T) {
	for _, r := range references(t) {
		t.Run(r.Name, func(t *testing.T) {
			code := r.draw(t)
			if grid := code.drawing.Symbol.Grid; grid.Size != r.Matrix.Size || code.Version() != r.Matrix.Version || code.Mask() != r.Matrix.Mask {
				t.Fatalf("%d modules, version %d, mask %d", grid.Size, code.Version(), code.Mask())
			}
			for row, line := range r.Matrix.Rows {
				for col := range line {
					if code.drawing.Symbol.Grid.At(row, col) != (line[col] == '1') {
						t.Fatalf("row %d, column %d differs", row, col)
					}
				}
			}
		})
	}
}

func TestTheLayoutIsTheReferenceLayout(t *testing.T) {
	for _, r := range references(t) {
		t.Run(r.Name, func(t *testing.T) {
			d := r.draw(t).drawing
			want := draw.Placement{X: r.Expect.Origin[0], Y: r.Expect.Origin[1], Dot: r.Expect.DotSize}
			if d.Layout.Symbol != want {
				t.Errorf("symbol at %v, want %v", d.Layout.Symbol, want)
			}
			dots := 0
			for _, on := range d.DataCells().Dark {
				if on {
					dots++
				}
			}
			if r.Expect.DataDots != 0 && dots != r.Expect.DataDots {
				t.Errorf("%d data dots, want %d", dots, r.Expect.DataDots)
			}
		})
	}
}

// TestThePictureIsTheReferencePicture compares px by px. References without
// roundSize are drawn without smoothing. There, drawing programs round edges
// differently, so the limits are wider.
func TestThePictureIsTheReferencePicture(t *testing.T) {
	for _, r := range references(t) {
		t.Run(r.Name, func(t *testing.T) {
			mean, far := difference(r.draw(t).Image(), readPNG(t, r.png))
			t.Logf("mean difference %.3f of 255, %.4f %% of px by more than 64", mean, 100*far)
			limit := 0.001
			if !valueOr(r.Options.Dots.RoundSize, true) {
				limit = 0.04
			} else if mean > 1 {
				t.Errorf("mean difference %.3f", mean)
			}
			if far > limit {
				t.Errorf("%.4f %% of px differ by more than 64", 100*far)
			}
		})
	}
}

func readPNG(t *testing.T, file string) *image.NRGBA {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return straight(m)
}

func straight(m image.Image) *image.NRGBA {
	out := image.NewNRGBA(m.Bounds())
	stddraw.Draw(out, out.Rect, m, m.Bounds().Min, stddraw.Src)
	return out
}

// difference returns the mean difference of all channels, and the share of px of
// which a channel differs by more than 64. The colour of a px that is transparent
// in both pictures does not count.
func difference(a image.Image, b *image.NRGBA) (mean, far float64) {
	m := straight(a)
	if m.Rect != b.Rect {
		return 255, 1
	}
	sum, count := 0, 0
	for i := 0; i < len(m.Pix); i += 4 {
		worst := 0
		for c := range 4 {
			d := int(m.Pix[i+c]) - int(b.Pix[i+c])
			if c < 3 && m.Pix[i+3] == 0 && b.Pix[i+3] == 0 {
				d = 0
			}
			sum += max(d, -d)
			worst = max(worst, d, -d)
		}
		if worst > 64 {
			count++
		}
	}
	return float64(sum) / float64(len(m.Pix)), float64(count) / float64(len(m.Pix)/4)
}
