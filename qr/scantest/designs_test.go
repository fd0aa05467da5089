package scantest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/qr"
)

// sample is a design and the text to draw with it.
type sample struct {
	name   string
	text   string
	design *qr.Design
}

// referenceSamples returns the designs of the reference renderings.
func referenceSamples(t *testing.T) []sample {
	t.Helper()
	files, err := filepath.Glob("../testdata/reference/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no reference designs: %v", err)
	}
	list := make([]sample, len(files))
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var reference struct{ Options qr.Design }
		if err := json.Unmarshal(data, &reference); err != nil {
			t.Fatal(err)
		}
		list[i] = sample{strings.TrimSuffix(filepath.Base(file), ".json"), reference.Options.Data, &reference.Options}
	}
	return list
}

// generator makes random valid designs, the same for the same seed.
type generator struct{ *rand.Rand }

func pick[T any](g generator, list ...T) T { return list[g.IntN(len(list))] }

func (g generator) sample(i int) sample {
	d := &qr.Design{Margin: float64(pick(g, 0, 0, 10, 20, 40))}
	d.QR.Level = pick(g, qr.LevelL, qr.LevelM, qr.LevelQ, qr.LevelH)
	d.Dots.Type = qr.DotType(g.dotType())
	d.Dots.Color, d.Dots.Gradient = g.paint()
	if g.IntN(8) == 0 {
		d.Dots.RoundSize = new(bool)
	}
	d.CornersSquare = g.corner(qr.CornerSquare, qr.CornerDot, qr.CornerExtraRounded, qr.CornerHexagon, qr.CornerOctagon, qr.CornerLeaf)
	d.CornersDot = g.corner(qr.CornerSquare, qr.CornerDot, qr.CornerHexagon, qr.CornerOctagon, qr.CornerTeardrop, qr.CornerStar)
	d.Background.Color = g.light()
	d.Background.Round = pick(g, 0, 0, 0, 0.1, 0.3, 1)
	d.Shape = pick(g, qr.ShapeSquare, qr.ShapeSquare, qr.ShapeSquare, qr.ShapeCircle)
	if g.IntN(2) == 0 {
		d.Image = g.image()
		size := 0.1 + 0.9*g.Float64()
		d.ImageOptions.Size = &size
		d.ImageOptions.Margin = float64(g.IntN(4))
	}
	return sample{fmt.Sprintf("random %d", i), g.url(), d}
}

func (g generator) dotType() string {
	return pick(g, "square", "dots", "rounded", "extra-rounded", "classy", "classy-rounded",
		"bubbly-dots", "circuit-chip", "hexagon", "octagon")
}

func (g generator) corner(own ...qr.CornerType) qr.CornerOptions {
	var c qr.CornerOptions
	switch g.IntN(3) {
	case 0:
		c.Type = pick(g, own...)
	case 1:
		c.Type = qr.CornerType(g.dotType())
	}
	if g.IntN(2) == 0 {
		c.Color, c.Gradient = g.paint()
	}
	return c
}

func (g generator) paint() (string, *qr.Gradient) {
	if g.IntN(2) == 0 {
		return g.dark(), nil
	}
	ramp := &qr.Gradient{Type: pick(g, qr.GradientLinear, qr.GradientRadial), Rotation: g.Float64() * 2 * math.Pi}
	stops := 2 + g.IntN(3)
	for i := range stops {
		ramp.Stops = append(ramp.Stops, qr.Stop{Offset: float64(i) / float64(stops-1), Color: g.dark()})
	}
	return "", ramp
}

func (g generator) dark() string {
	return fmt.Sprintf("hsl(%d, %d%%, %d%%)", g.IntN(360), g.IntN(101), g.IntN(36))
}

func (g generator) light() string {
	return fmt.Sprintf("hsl(%d, %d%%, %d%%)", g.IntN(360), g.IntN(101), 85+g.IntN(16))
}

func (g generator) url() string {
	const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	var b strings.Builder
	b.WriteString("https://go.example/")
	for range 4 + g.IntN(pick(g, 10, 10, 10, 60, 120)) {
		b.WriteByte(alphabet[g.IntN(len(alphabet))])
	}
	return b.String()
}

// image returns a disc, a frame or a full rectangle of random proportions.
func (g generator) image() qr.Picture {
	w, h := 40+g.IntN(200), 40+g.IntN(200)
	shape := g.IntN(3)
	ink := color.NRGBA{R: uint8(g.IntN(256)), G: uint8(g.IntN(256)), B: uint8(g.IntN(256)), A: 255}
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			across, down := 2*float64(x)/float64(w)-1, 2*float64(y)/float64(h)-1
			disc, frame := math.Hypot(across, down) < 1, max(math.Abs(across), math.Abs(down)) > 0.8
			if shape == 2 || shape == 0 && disc || shape == 1 && frame {
				m.SetNRGBA(x, y, ink)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	return b.Bytes()
}
