package qr

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"regexp"
	"testing"
)

func embeddedImage(t *testing.T, svg []byte) []byte {
	t.Helper()
	m := regexp.MustCompile(`href="data:image/png;base64,([^"]+)"`).FindSubmatch(svg)
	if m == nil {
		t.Fatal("no embedded image")
	}
	file, err := base64.StdEncoding.DecodeString(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// elements counts the elements of a well-formed XML document by name.
func elements(t *testing.T, document []byte) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for d := xml.NewDecoder(bytes.NewReader(document)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return counts
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			counts[start.Name.Local]++
		}
	}
}

func TestSVGHasOnePathForEachPaint(t *testing.T) {
	for _, r := range references(t) {
		t.Run(r.Name, func(t *testing.T) {
			code := r.draw(t)
			svg, err := code.Encode(SVG)
			if err != nil {
				t.Fatal(err)
			}
			counts := elements(t, svg)
			if want := len(code.drawing.Scene().Layers); counts["path"] != want || counts["rect"] != 0 {
				t.Errorf("%d paths, %d rects, want %d paths", counts["path"], counts["rect"], want)
			}
			if images := min(len(r.Options.Image), 1); counts["image"] != images {
				t.Errorf("%d images, want %d", counts["image"], images)
			}
		})
	}
}

func TestSVGEmbedsTheImageItself(t *testing.T) {
	code, err := Draw("https://go.example/", &Design{Image: testLogo(t)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	svg, err := code.Encode(SVG)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(embeddedImage(t, svg)))
	if err != nil || m.Bounds().Dx() != 96 {
		t.Fatalf("%v, %v", m.Bounds(), err)
	}
}

func TestPicturesAreDeterministic(t *testing.T) {
	d := benchDesigns(t)["styled"]
	for _, f := range formats() {
		var files [2][]byte
		for i := range files {
			code, err := Draw(benchText, d, &Options{Safe: SafeMend})
			if err != nil {
				t.Fatal(err)
			}
			if files[i], err = code.Encode(f); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(files[0], files[1]) {
			t.Errorf("%s differs from one run to the next", f)
		}
	}
}
