package qrcode_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

const home = "https://example.com/"

// site is a Shortener behind a handler that serves images.
type site struct {
	*linkpacktest.Kit
	images  *qrcode.Images
	handler http.Handler
}

func newImages(t testing.TB, s *linkpack.Shortener) *qrcode.Images {
	t.Helper()
	images, err := qrcode.New(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return images
}

func newSite(t testing.TB) *site {
	t.Helper()
	kit := linkpacktest.New(t, linkpack.Options{
		BaseURL: "https://go.example", Domains: []string{"brand.example"}, CheckDesign: qrcode.CheckDesign,
	})
	images := newImages(t, kit.Shortener)
	handler, err := httpadapter.New(kit.Shortener, &httpadapter.Options{Images: images})
	if err != nil {
		t.Fatal(err)
	}
	return &site{kit, images, handler}
}

func (s *site) design(t testing.TB, body string) *linkpack.StoredDesign {
	t.Helper()
	design, err := s.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(body)})
	if err != nil {
		t.Fatal(err)
	}
	return design
}

// get answers a GET request for a URL, whose host may be left out.
func (s *site) get(url string) *httptest.ResponseRecorder { return s.send("GET", url, nil) }

func (s *site) send(method, url string, header http.Header) *httptest.ResponseRecorder {
	if url[0] == '/' {
		url = "https://go.example" + url
	}
	r := httptest.NewRequest(method, url, nil)
	for name, values := range header {
		r.Header[name] = values
	}
	return s.serve(r)
}

func (s *site) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// newSiteOn returns a site with the same links and an empty cache.
func newSiteOn(t testing.TB, s *site) *site {
	t.Helper()
	images := newImages(t, s.Shortener)
	return &site{s.Kit, images, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		images.ServeImage(w, r, "abc", "svg")
	})}
}

// to returns an update that gives a design another body.
func to(body string) func(*linkpack.StoredDesign) error {
	return func(d *linkpack.StoredDesign) error {
		d.Body = json.RawMessage(body)
		return nil
	}
}
