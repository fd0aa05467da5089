package qrcode_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/qr"
)

// unpacked returns the names in an archive, in order, and the files.
func unpacked(t *testing.T, data []byte) ([]string, map[string][]byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	files := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
	}
	return names, files
}

func (s *site) archive(t *testing.T, links []*linkpack.Link, opts *qrcode.ArchiveOptions) ([]string, map[string][]byte) {
	t.Helper()
	var b bytes.Buffer
	if err := s.images.WriteZIP(t.Context(), &b, links, opts); err != nil {
		t.Fatal(err)
	}
	return unpacked(t, b.Bytes())
}

func TestAnArchiveHasTheImagesOfItsLinks(t *testing.T) {
	s := newSite(t)
	blue := s.design(t, `{"dotsOptions":{"color":"#1d4ed8"}}`)
	links := []*linkpack.Link{
		s.NewLink(linkpack.Link{ShortCode: "Launch", Destination: home, Design: blue.ID}),
		s.NewLink(linkpack.Link{ShortCode: "launch", Destination: home}),
		s.NewLink(linkpack.Link{ShortCode: "con", Destination: home, Archived: true}),
	}
	names, files := s.archive(t, links, nil)
	if want := []string{"Launch.png", "launch-2.png", "_con.png"}; !slices.Equal(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
	for name, want := range map[string]string{"Launch.png": "https://go.example/Launch?qr=1", "launch-2.png": "https://go.example/launch?qr=1"} {
		if got := textOf(t, files[name]); got != want {
			t.Errorf("%s says %q, want %q", name, got, want)
		}
	}
	for format, size := range map[qr.Format]string{qr.PNG: "600", qr.SVG: "600", qr.JPEG: "600", qr.WebP: "600", qr.PDF: "30mm"} {
		opts := &qrcode.ArchiveOptions{Format: format, Size: 600}
		if format == qr.PDF {
			opts.Size = 30
		}
		_, files := s.archive(t, links[:2], opts)
		url := fmt.Sprintf("/Launch/qr.%s?size=%s", format, size)
		if file := files["Launch."+string(format)]; !bytes.Equal(file, s.get(url).Body.Bytes()) {
			t.Errorf("%s: %d bytes differ from the image", format, len(file))
		}
	}
}

func TestAnArchiveOfSeveralDomainsNamesThem(t *testing.T) {
	s := newSite(t)
	links := []*linkpack.Link{
		s.NewLink(linkpack.Link{ShortCode: "a", Destination: home}),
		s.NewLink(linkpack.Link{ShortCode: "a", Domain: "brand.example", Destination: home}),
	}
	names, files := s.archive(t, links, &qrcode.ArchiveOptions{Sheet: 30})
	if want := []string{"go.example-a.png", "brand.example-a.png", "sheet.pdf"}; !slices.Equal(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
	if sheet := files["sheet.pdf"]; !bytes.HasPrefix(sheet, []byte("%PDF-")) || !bytes.Contains(sheet, []byte("/Count 1 ")) {
		t.Errorf("sheet: %.200q", sheet)
	}
}

func TestTheCodesOfAnArchiveHaveItsPlacement(t *testing.T) {
	s := newSite(t)
	links := []*linkpack.Link{s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})}
	_, files := s.archive(t, links, &qrcode.ArchiveOptions{Placement: "poster-a"})
	if got := textOf(t, files["abc.png"]); got != "https://go.example/abc?qr=poster-a" {
		t.Errorf("the code says %q", got)
	}
}

func TestAnArchiveNamesTheCodesThatScannersMayNotRead(t *testing.T) {
	s := newSite(t)
	yellow := s.design(t, `{"dotsOptions":{"color":"#facc15"}}`)
	links := []*linkpack.Link{
		s.NewLink(linkpack.Link{ShortCode: "pale", Destination: home, Design: yellow.ID}),
		s.NewLink(linkpack.Link{ShortCode: "plain", Destination: home}),
	}
	names, files := s.archive(t, links, &qrcode.ArchiveOptions{Format: qr.SVG, Sheet: 30})
	if want := []string{"pale.svg", "plain.svg", "sheet.pdf", "warnings.txt"}; !slices.Equal(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
	want := "pale.svg: dotsOptions: contrast of #facc15 on #ffffff is 1.53; scanners need 4.5\n"
	if got := string(files["warnings.txt"]); got != want {
		t.Errorf("warnings %q, want %q", got, want)
	}
}

func TestWhatAnArchiveRefuses(t *testing.T) {
	s := newSite(t)
	link := s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
	for field, c := range map[string]struct {
		links []*linkpack.Link
		opts  qrcode.ArchiveOptions
	}{
		"format":    {[]*linkpack.Link{link}, qrcode.ArchiveOptions{Format: "gif"}},
		"size":      {[]*linkpack.Link{link}, qrcode.ArchiveOptions{Size: 2001}},
		"sheet":     {[]*linkpack.Link{link}, qrcode.ArchiveOptions{Sheet: 9}},
		"placement": {[]*linkpack.Link{link}, qrcode.ArchiveOptions{Placement: "Poster A"}},
		"links":     {slices.Repeat([]*linkpack.Link{link}, 1001), qrcode.ArchiveOptions{}},
		"links[1]":  {[]*linkpack.Link{link, nil}, qrcode.ArchiveOptions{}},
	} {
		var b bytes.Buffer
		err := s.images.WriteZIP(t.Context(), &b, c.links, &c.opts)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", field, err, b.Len())
		}
	}
}

func TestAnArchiveEndsWithItsClient(t *testing.T) {
	s := newSite(t)
	link := s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
	links := slices.Repeat([]*linkpack.Link{link}, 1000)
	ctx, leave := context.WithCancel(t.Context())
	w := &leaving{ResponseRecorder: httptest.NewRecorder(), leave: leave}
	r := httptest.NewRequestWithContext(ctx, "GET", "/?format=svg", nil)
	defer func() {
		if reason := recover(); reason != http.ErrAbortHandler { //nolint:errorlint // the value itself is the signal
			t.Errorf("ended with %v", reason)
		}
		if n := strings.Count(w.Body.String(), "abc-"); n > 100 {
			t.Errorf("%d files were written after the client had left", n)
		}
	}()
	err := s.images.ServeZIP(w, r, links)
	t.Errorf("answered, %v", err)
}

// leaving is a client that leaves after the first part of the answer.
type leaving struct {
	*httptest.ResponseRecorder
	leave func()
}

func (l *leaving) Write(b []byte) (int, error) {
	l.leave()
	return l.ResponseRecorder.Write(b)
}

func TestASheetShowsCodesOfOtherScriptsAsTheyAreTyped(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{BaseURL: "https://bücher.example", UnicodeCodes: true})
	images := newImages(t, kit.Shortener)
	link := kit.NewLink(linkpack.Link{ShortCode: "größe", Destination: home})
	var b bytes.Buffer
	if err := images.WriteZIP(t.Context(), &b, []*linkpack.Link{link}, &qrcode.ArchiveOptions{Sheet: 60}); err != nil {
		t.Fatal(err)
	}
	if names, _ := unpacked(t, b.Bytes()); !slices.Equal(names, []string{"größe.png", "sheet.pdf"}) {
		t.Errorf("files %q", names)
	}
}
