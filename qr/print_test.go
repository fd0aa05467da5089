package qr

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// pdfObjects checks the frame of a PDF file and returns its objects, with streams
// decompressed.
func pdfObjects(t *testing.T, file []byte) []string {
	t.Helper()
	end := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(file)
	if !bytes.HasPrefix(file, []byte("%PDF-1.4\n")) || end == nil {
		t.Fatalf("begins with %q and ends with %q", file[:min(20, len(file))], file[max(0, len(file)-40):])
	}
	at, err := strconv.Atoi(string(end[1]))
	if err != nil || !bytes.HasPrefix(file[at:], []byte("xref\n0 ")) {
		t.Fatalf("no table at %d: %v", at, err)
	}
	var objects []string
	for i, entry := range regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(file[at:], -1) {
		offset, _ := strconv.Atoi(string(entry[1]))
		body, isObject := bytes.CutPrefix(file[offset:], fmt.Appendf(nil, "%d 0 obj\n", i+1))
		if !isObject {
			t.Fatalf("object %d is not at %d", i+1, offset)
		}
		objects = append(objects, readable(t, body))
	}
	return objects
}

func readable(t *testing.T, body []byte) string {
	t.Helper()
	body = body[:bytes.Index(body, []byte("\nendobj\n"))]
	entries, data, isStream := bytes.Cut(body, []byte("\nstream\n"))
	if !isStream {
		return string(body)
	}
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(entries) + "\n" + string(text)
}

func TestAPrintHasItsSizeInMillimetres(t *testing.T) {
	wide, err := Draw("https://go.example/", &Design{Width: 600, Height: 300}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for width, box := range map[float64]string{
		25.4: "[0 0 72 36]",
		0:    "[0 0 450 225]", // 600 px at 96 an inch
		2000: "[0 0 5669.29134 2834.64567]",
	} {
		file, err := wide.PDF(width)
		if err != nil {
			t.Fatal(err)
		}
		if objects := strings.Join(pdfObjects(t, file), "\n"); !strings.Contains(objects, "/MediaBox "+box) {
			t.Errorf("%g mm: no %s in\n%.2000s", width, box, objects)
		}
	}
	for _, width := range []float64{-1, 2000.1, math.NaN(), math.Inf(1)} {
		file, err := wide.PDF(width)
		if fault, ok := errors.AsType[*FieldError](err); !ok || fault.Field != "width" || file != nil {
			t.Errorf("%g mm: %v", width, err)
		}
	}
}

func TestAPrintIsDrawnWithFiguresAndNotWithPx(t *testing.T) {
	ramp := &Gradient{Type: GradientRadial, Stops: []Stop{{0.2, "#123456"}, {0.5, "red"}, {0.5, "#00f8"}, {1, "navy"}}}
	for name, c := range map[string]struct {
		design Design
		want   []string
	}{
		"plain":       {Design{}, []string{"0 0 0 rg\n", "1 1 1 rg\n0 0 m\n300 0 l\n", "\nh\nf Q"}},
		"circles":     {Design{Dots: DotsOptions{Type: DotDots}}, []string{" c\n"}},
		"translucent": {Design{Dots: DotsOptions{Color: "#0008"}}, []string{"/ca 0.53333", " gs 0 0 0 rg\n"}},
		"gradient": {Design{Dots: DotsOptions{Gradient: ramp}}, []string{
			"/ShadingType 3 /ColorSpace /DeviceRGB /Coords [150 150 0 150 150 150] /Extend [true true]",
			"/Bounds [0.2 0.5] /Encode [0 1 0 1 0 1]", "/C0 [0.07059 0.20392 0.33725]", "W n /R", " sh Q\n",
			"/SMask << /Type /Mask /S /Luminosity", "/ColorSpace /DeviceGray /Coords [150 150 0 150 150 150]", "/C0 [0.53333]",
		}},
		"image": {Design{Image: testLogo(t)}, []string{"/Width 96 /Height 96 /ColorSpace /DeviceRGB", "/Width 96 /Height 96 /ColorSpace /DeviceGray", "/SMask"}},
	} {
		code, err := Draw("https://go.example/", &c.design, nil)
		if err != nil {
			t.Fatal(err)
		}
		file, err := code.Encode(PDF)
		if err != nil {
			t.Fatal(err)
		}
		objects := strings.Join(pdfObjects(t, file), "\n")
		for _, want := range c.want {
			if !strings.Contains(objects, want) {
				t.Errorf("%s: no %q", name, want)
			}
		}
		if images := strings.Count(objects, "/Subtype /Image"); images != 0 && name != "image" {
			t.Errorf("%s: %d images", name, images)
		}
	}
}
