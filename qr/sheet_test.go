package qr

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"
)

// labels returns n times the same code with numbered texts.
func labels(t testing.TB, n int, d *Design) iter.Seq2[Label, error] {
	t.Helper()
	code, err := Draw("https://go.example/", d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(Label, error) bool) {
		for i := range n {
			if !yield(Label{code, fmt.Sprintf("go.example/%d", i)}, nil) {
				return
			}
		}
	}
}

func sheetOf(t *testing.T, size float64, list iter.Seq2[Label, error]) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSheet(&b, size, list); err != nil {
		t.Fatal(err)
	}
	return strings.Join(pdfObjects(t, b.Bytes()), "\n")
}

func TestASheetFillsItsPages(t *testing.T) {
	for _, c := range []struct {
		size         float64
		codes, pages int
	}{
		{0, 0, 1}, {0, 1, 1}, {0, 20, 1}, {0, 21, 2}, {10, 1000, 7}, {190, 3, 3}, {90, 5, 2},
	} {
		objects := sheetOf(t, c.size, labels(t, c.codes, nil))
		pages, codes := strings.Count(objects, "/Type /Page "), strings.Count(objects, " Do Q\n")
		if pages != c.pages || codes != c.codes {
			t.Errorf("%d codes of %g mm: %d codes on %d pages, want %d pages", c.codes, c.size, codes, pages, c.pages)
		}
		if want := fmt.Sprintf("/Count %d ", c.pages); !strings.Contains(objects, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestASheetKeepsTheSizeOfCodesAndWritesALogoOnce(t *testing.T) {
	objects := sheetOf(t, 25.4, labels(t, 30, &Design{Width: 720, Height: 360, Image: testLogo(t)}))
	if got := strings.Count(objects, "q 0.1 0 0 0.1 "); got != 30 { // 72 points for 720 px
		t.Errorf("%d codes have the size", got)
	}
	if images := strings.Count(objects, "/Subtype /Image"); images != 2 { // with its mask
		t.Errorf("%d images", images)
	}
}

func TestACaptionStaysBelowItsCode(t *testing.T) {
	code, err := Draw("https://go.example/", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"":                         nil,
		`a(b)\c`:                   {`(a\(b\)\\c) Tj`},
		strings.Repeat("i", 76):    {"(" + strings.Repeat("i", 68) + ") Tj", "(iiiiiiii) Tj"},
		strings.Repeat("%F0", 500): {"...) Tj"},
	} {
		objects := sheetOf(t, 40, func(yield func(Label, error) bool) { yield(Label{code, text}, nil) })
		for _, w := range want {
			if !strings.Contains(objects, w) {
				t.Errorf("%.20q: no %q in %s", text, w, objects[strings.LastIndex(objects, "Do Q"):])
			}
		}
		if lines := strings.Count(objects, " Tj "); lines > 3 || text == "" && lines > 0 {
			t.Errorf("%.20q: %d lines", text, lines)
		}
	}
}

func TestWhatASheetRefuses(t *testing.T) {
	code, err := Draw("https://go.example/", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	one := func(l Label, err error) iter.Seq2[Label, error] {
		return func(yield func(Label, error) bool) { yield(l, err) }
	}
	for _, c := range []struct {
		field string
		size  float64
		list  iter.Seq2[Label, error]
	}{
		{"size", 9.9, labels(t, 1, nil)}, {"size", 191, labels(t, 1, nil)}, {"size", math.NaN(), labels(t, 1, nil)},
		{"code", 0, one(Label{Text: "a"}, nil)},
		{"text", 0, one(Label{code, "é"}, nil)}, {"text", 0, one(Label{code, "a\nb"}, nil)},
	} {
		err := WriteSheet(&bytes.Buffer{}, c.size, c.list)
		if fault, ok := errors.AsType[*FieldError](err); !ok || fault.Field != c.field {
			t.Errorf("%s: %v", c.field, err)
		}
	}
	stop := errors.New("stop")
	if err := WriteSheet(&bytes.Buffer{}, 0, one(Label{}, stop)); !errors.Is(err, stop) {
		t.Errorf("error of the labels: %v", err)
	}
	taken := 0
	err = WriteSheet(full{}, 0, func(yield func(Label, error) bool) {
		for taken = 0; taken < 1000 && yield(Label{code, "a"}, nil); taken++ {
		}
	})
	if !errors.Is(err, errFull) || taken > 1 {
		t.Errorf("error of the writer: %v after %d codes", err, taken)
	}
}

var errFull = errors.New("full")

// full is a writer that fails.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
