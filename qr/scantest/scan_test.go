package scantest

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/linkpack/linkpack-go/qr"
)

// rendering is a picture to be read, drawn with a design and, for comparison,
// plain with the same version, level and size.
type rendering struct {
	name          string
	text          string
	styled, plain string // files
}

// TestEverySafeDesignScans draws the reference designs and random ones with
// SafeRequire, at 300 to 1000 px and at 4 px a module, and reads them back.
func TestEverySafeDesignScans(t *testing.T) {
	readers := decoders(t)
	g := generator{rand.New(rand.NewPCG(2026, number(t, "LINKPACK_QR_SEED", 11)))}
	designs := number(t, "LINKPACK_QR_DESIGNS", 50)
	var list []rendering
	refused := 0
	add := func(s sample) bool {
		made, err := render(t, g, s)
		if isFieldError(err) {
			refused++
			t.Logf("refused: %s: %v", s.name, err)
			return false
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, made...)
		return true
	}
	for _, s := range referenceSamples(t) {
		add(s)
	}
	for made := 0; uint64(made) < designs; {
		if add(g.sample(made)) {
			made++
		}
	}
	t.Logf("%d renderings, %d designs refused", len(list), refused)
	judge(t, readers, list, readAll(t, readers, list))
}

func isFieldError(err error) bool {
	_, ok := errors.AsType[*qr.FieldError](err)
	return ok
}

// number returns the value of an environment variable.
func number(t *testing.T, name string, fallback uint64) uint64 {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		return fallback
	}
	n, err := strconv.ParseUint(value, 10, 32)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// render draws a sample at a random size and at 4 px a module.
func render(t *testing.T, g generator, s sample) ([]rendering, error) {
	var list []rendering
	width := 300 + g.IntN(701)
	code, err := draw(s, s.design.Scaled(width))
	if err != nil {
		return nil, err
	}
	list = append(list, write(t, s, code, fmt.Sprintf("%d px", width)))
	small, err := draw(s, fourPx(s.design, 17+4*code.Version()))
	if err != nil {
		return nil, err
	}
	return append(list, write(t, s, small, "4 px a module")), nil
}

func draw(s sample, d *qr.Design) (*qr.Code, error) {
	return qr.Draw(s.text, d, &qr.Options{Safe: qr.SafeRequire})
}

// fourPx returns the design in the size that 4 px a module and a quiet zone of 4
// modules need. A background with rounded corners would need more, so it has none.
func fourPx(d *qr.Design, modules int) *qr.Design {
	side := 4 * (modules + 8)
	if d.Shape == qr.ShapeCircle {
		side = int(math.Ceil(4*float64(modules)*math.Sqrt2)) + 2
	}
	small := d.Scaled(side)
	small.Height, small.Margin, small.Background.Round = side, 0, 0
	return small
}

func write(t *testing.T, s sample, code *qr.Code, size string) rendering {
	t.Helper()
	r := rendering{name: s.name + ", " + size, text: s.text}
	r.styled = writePNG(t, code)
	bounds := code.Image().Bounds()
	plain := &qr.Design{Width: bounds.Dx(), Height: bounds.Dy()}
	plain.QR = qr.SymbolOptions{Version: code.Version(), Level: code.Level()}
	mask := code.Mask()
	black, err := qr.Draw(s.text, plain, &qr.Options{Mask: &mask, Safe: qr.SafeRequire})
	if err != nil {
		t.Fatalf("%s: plain: %v", r.name, err)
	}
	r.plain = writePNG(t, black)
	return r
}

func writePNG(t *testing.T, code *qr.Code) string {
	t.Helper()
	data, err := code.Encode(qr.PNG)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.CreateTemp(t.TempDir(), "*.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// reading says which decoders read a rendering and its plain twin.
type reading struct{ styled, plain []bool }

func readAll(t *testing.T, readers []decoder, list []rendering) []reading {
	out := make([]reading, len(list))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				out[i] = reading{readOne(t, readers, list[i].styled, list[i].text), readOne(t, readers, list[i].plain, list[i].text)}
			}
		})
	}
	for i := range list {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

func readOne(t *testing.T, readers []decoder, file, text string) []bool {
	read := make([]bool, len(readers))
	for i, d := range readers {
		got, err := d.read(file)
		if err != nil {
			t.Errorf("%s does not work: %v", d.name, err)
		}
		read[i] = got == text
	}
	return read
}

// judge requires that at least three decoders read 99 % of the renderings, that
// at least two read each of them, and that no decoder reads fewer of them than of
// the plain codes by more than 1 %.
func judge(t *testing.T, readers []decoder, list []rendering, readings []reading) {
	t.Helper()
	byCount := make([]int, len(readers)+1)
	for i, r := range readings {
		n := count(r.styled)
		byCount[n]++
		if n < len(readers) {
			t.Logf("missed by %s: %s", missedBy(readers, r.styled), list[i].name)
			keep(t, list[i])
		}
		if n < 2 {
			t.Errorf("%s is read by %d decoders", list[i].name, n)
		}
	}
	t.Logf("read by 4: %d, by 3: %d, by 2: %d, by 1: %d, by none: %d", byCount[4], byCount[3], byCount[2], byCount[1], byCount[0])
	if by3 := byCount[3] + byCount[4]; by3*100 < 99*len(list) {
		t.Errorf("only %d of %d are read by three decoders", by3, len(list))
	}
	for i, d := range readers {
		styled, plain := 0, 0
		for _, r := range readings {
			styled += count(r.styled[i : i+1])
			plain += count(r.plain[i : i+1])
		}
		t.Logf("%-10s reads %d styled, %d plain", d.name, styled, plain)
		if (plain-styled)*100 > len(list) {
			t.Errorf("%s reads %d styled and %d plain codes", d.name, styled, plain)
		}
	}
}

func missedBy(readers []decoder, read []bool) string {
	var names []string
	for i, d := range readers {
		if !read[i] {
			names = append(names, d.name)
		}
	}
	return strings.Join(names, ", ")
}

func count(read []bool) int {
	n := 0
	for _, is := range read {
		if is {
			n++
		}
	}
	return n
}

// keep copies a picture that scans badly to LINKPACK_QR_KEEP.
func keep(t *testing.T, r rendering) {
	t.Helper()
	folder := os.Getenv("LINKPACK_QR_KEEP")
	if folder == "" {
		return
	}
	data, err := os.ReadFile(r.styled)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, r.name+".png"), data, 0o644); err != nil {
		t.Fatal(err)
	}
}
