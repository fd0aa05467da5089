package scantest

import (
	"bytes"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/qr"
)

// printed writes a PDF file and returns its first page as a PNG file of the given
// size, drawn by Poppler. Poppler must find nothing to complain about.
func printed(t *testing.T, file []byte, size image.Point) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "page")
	if err := os.WriteFile(name+".pdf", file, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftoppm", "-png", "-singlefile", "-scale-to-x", strconv.Itoa(size.X), "-scale-to-y", strconv.Itoa(size.Y),
		name+".pdf", name).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	return name + ".png"
}

func pdfOf(t *testing.T, code *qr.Code, width float64) []byte {
	t.Helper()
	file, err := code.PDF(width)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestAPrintedCodeIsThePicture compares the page with the picture on white. Edges
// are smoothed in another way, so some px differ.
func TestAPrintedCodeIsThePicture(t *testing.T) {
	need(t, "pdftoppm")
	g := generator{rand.New(rand.NewPCG(2026, 12))}
	samples := slices.Concat(referenceSamples(t), translucent(), figures())
	for i := range 15 {
		samples = append(samples, g.sample(i))
	}
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			code, err := qr.Draw(s.text, s.design, nil)
			if err != nil {
				t.Fatal(err)
			}
			want := code.Image()
			large := readPNG(t, printed(t, pdfOf(t, code, 0), want.Rect.Size().Mul(sharper)))
			mean, far := difference(onWhite(want), shrunk(onWhite(large)))
			t.Logf("mean difference %.2f of 255, %.2f %% of px by more than 64", mean, 100*far)
			limit := 0.01
			if round := s.design.Dots.RoundSize; round != nil && !*round {
				limit = 0.1 // the picture has no smooth edges
			}
			if mean > 255*limit || far > limit {
				t.Errorf("mean difference %.2f of 255, %.2f %% of px by more than 64", mean, 100*far)
			}
		})
	}
}

// translucent returns designs of which the ground shows through.
func translucent() []sample {
	ramp := func(kind qr.GradientType) *qr.Gradient {
		return &qr.Gradient{Type: kind, Rotation: 0.7, Stops: []qr.Stop{
			{Offset: 0.1, Color: "#1d4ed8"}, {Offset: 0.5, Color: "#1d4ed840"}, {Offset: 0.5, Color: "#b91c1c"}, {Offset: 0.9, Color: "#b91c1c80"},
		}}
	}
	corner := qr.CornerOptions{Type: qr.CornerExtraRounded, Gradient: ramp(qr.GradientRadial)}
	return []sample{
		{"translucent colours", "https://go.example/", &qr.Design{
			Dots: qr.DotsOptions{Color: "rgba(0, 0, 80, 0.7)", Type: qr.DotRounded}, Background: qr.BackgroundOptions{Color: "#fde04780", Round: 0.3},
		}},
		{"translucent gradients", "https://go.example/", &qr.Design{
			Dots: qr.DotsOptions{Gradient: ramp(qr.GradientLinear)}, CornersSquare: corner, CornersDot: corner,
			Background: qr.BackgroundOptions{Gradient: ramp(qr.GradientRadial)},
		}},
	}
}

// TestPrintedCodesScan requires that three of the four decoders read each page.
func TestPrintedCodesScan(t *testing.T) {
	need(t, "pdftoppm")
	readers := decoders(t)
	g := generator{rand.New(rand.NewPCG(2026, 13))}
	samples := referenceSamples(t)
	for i := range 15 {
		samples = append(samples, g.sample(i))
	}
	for _, s := range samples {
		code, err := draw(s, s.design)
		if isFieldError(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		page := printed(t, pdfOf(t, code, 30), code.Image().Rect.Size().Mul(2))
		if read := readOne(t, readers, page, s.text); count(read) < 3 {
			t.Errorf("%s: missed by %s", s.name, missedBy(readers, read))
		}
	}
}

// TestStrictReadersAcceptPDF lets qpdf check structure and streams.
func TestStrictReadersAcceptPDF(t *testing.T) {
	need(t, "qpdf")
	for _, s := range append(referenceSamples(t), translucent()...) {
		code, err := qr.Draw(s.text, s.design, nil)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "code.pdf")
		if err := os.WriteFile(name, pdfOf(t, code, 0), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("qpdf", "--check", name).CombinedOutput()
		if err != nil || strings.Contains(string(out), "WARNING") {
			t.Errorf("%s: %v\n%s", s.name, err, out)
		}
	}
}

// TestASheetScans reads all codes of a page at once with zbar.
func TestASheetScans(t *testing.T) {
	need(t, "pdftoppm")
	need(t, "zbarimg")
	g := generator{rand.New(rand.NewPCG(2026, 14))}
	var want []string
	var b bytes.Buffer
	err := qr.WriteSheet(&b, 40, func(yield func(qr.Label, error) bool) {
		for i := range 20 {
			s := g.sample(i)
			code, err := draw(s, s.design)
			if isFieldError(err) {
				continue
			}
			want = append(want, s.text)
			if !yield(qr.Label{Code: code, Text: s.text}, err) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	page := printed(t, b.Bytes(), image.Pt(2480, 3508)) // 300 px an inch
	out, err := exec.Command("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", page).Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Fields(string(out))
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %d codes %q,\nwant %d %q", len(got), got, len(want), want)
	}
}

func readPNG(t *testing.T, file string) image.Image {
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
	return m
}

func onWhite(m image.Image) *image.RGBA {
	out := image.NewRGBA(m.Bounds())
	stddraw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, stddraw.Src)
	stddraw.Draw(out, out.Rect, m, m.Bounds().Min, stddraw.Over)
	return out
}

// sharper is how many times finer than the picture a page is drawn for comparison,
// since Poppler smooths edges coarsely.
const sharper = 4

// shrunk returns the means of squares of px.
func shrunk(m *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, m.Rect.Dx()/sharper, m.Rect.Dy()/sharper))
	for i := range out.Pix {
		x, y, channel := i%out.Stride/4, i/out.Stride, i%4
		sum := 0
		for k := range sharper * sharper {
			sum += int(m.Pix[m.PixOffset(x*sharper+k%sharper, y*sharper+k/sharper)+channel])
		}
		out.Pix[i] = uint8(sum / (sharper * sharper))
	}
	return out
}

// difference returns the mean difference of the channels, and the share of px of
// which a channel differs by more than 64.
func difference(a, b *image.RGBA) (mean, far float64) {
	if a.Rect != b.Rect {
		return 255, 1
	}
	sum, count := 0, 0
	for i := 0; i < len(a.Pix); i += 4 {
		worst := 0
		for c := range 3 {
			d := int(a.Pix[i+c]) - int(b.Pix[i+c])
			sum += max(d, -d)
			worst = max(worst, d, -d)
		}
		if worst > 64 {
			count++
		}
	}
	px := float64(len(a.Pix) / 4)
	return float64(sum) / px / 3, float64(count) / px
}
