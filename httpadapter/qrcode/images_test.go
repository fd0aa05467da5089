package qrcode_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	goqr "github.com/piglig/go-qr"

	"github.com/linkpack/linkpack-go/linkpack"
)

// textOf reads the code in a picture.
func textOf(t *testing.T, file []byte) string {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := goqr.Decode(picture)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestACodeSaysTheShortURLAndThatItIsScanned(t *testing.T) {
	s := newSite(t)
	s.NewLink(linkpack.Link{ShortCode: "here", Destination: home})
	s.NewLink(linkpack.Link{ShortCode: "there", Domain: "brand.example", Destination: home})
	for url, want := range map[string]string{
		"/here/qr":                                   "https://go.example/here?qr=1",
		"/here/qr.png":                               "https://go.example/here?qr=1",
		"/here/qr?placement=1":                       "https://go.example/here?qr=1",
		"/here/qr?placement=":                        "https://go.example/here?qr=1",
		"/here/qr.png?placement=poster-a":            "https://go.example/here?qr=poster-a",
		"https://brand.example/there/qr?placement=7": "https://brand.example/there?qr=7",
		"/here/qr.JPG?size=400":                      "https://go.example/here?qr=1",
		"https://brand.example/there/qr":             "https://brand.example/there?qr=1",
		"https://evil.example/here/qr?x=y#z":         "https://go.example/here?qr=1",
	} {
		if got := textOf(t, s.get(url).Body.Bytes()); got != want {
			t.Errorf("%s says %q, want %q", url, got, want)
		}
	}
}

func TestImageAnswers(t *testing.T) {
	s := newSite(t)
	s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home, ForwardPath: true})
	s.NewLink(linkpack.Link{ShortCode: "archived", Destination: home, Archived: true})
	deleted := s.NewLink(linkpack.Link{ShortCode: "deleted", Destination: home})
	if err := s.DeleteLink(t.Context(), "", deleted.ID); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]struct {
		status int
		kind   string
	}{
		"/abc/qr":           {200, "image/png"},
		"/abc/qr.png":       {200, "image/png"},
		"/abc/qr.svg":       {200, "image/svg+xml"},
		"/abc/qr.jpeg":      {200, "image/jpeg"},
		"/abc/qr.webp":      {200, "image/webp"},
		"/abc/qr?size=2000": {200, "image/png"},
		"/abc/qr.pdf":       {200, "application/pdf"},

		"/abc/qr.pdf?size=5mm":     {200, "application/pdf"},
		"/abc/qr.PDF?size=2000mm":  {200, "application/pdf"},
		"/abc/qr.pdf?size=4mm":     {400, "text/plain; charset=utf-8"},
		"/abc/qr.pdf?size=2001mm":  {400, "text/plain; charset=utf-8"},
		"/abc/qr.pdf?size=300":     {400, "text/plain; charset=utf-8"},
		"/abc/qr.pdf?size=mm":      {400, "text/plain; charset=utf-8"},
		"/abc/qr.pdf?size=0mm":     {400, "text/plain; charset=utf-8"},
		"/abc/qr.pdf?size=1.5mm":   {400, "text/plain; charset=utf-8"},
		"/abc/qr.png?size=100mm":   {400, "text/plain; charset=utf-8"},
		"/abc/qr?size=0":           {400, "text/plain; charset=utf-8"},
		"/nothing/qr.pdf?size=9mm": {404, "text/plain; charset=utf-8"},

		"/abc/qr.gif":                {404, "text/plain; charset=utf-8"},
		"/abc/qr?size=49":            {400, "text/plain; charset=utf-8"},
		"/abc/qr?size=2001":          {400, "text/plain; charset=utf-8"},
		"/abc/qr?size=1e3":           {400, "text/plain; charset=utf-8"},
		"/abc/qr?placement=Wall":     {400, "text/plain; charset=utf-8"},
		"/abc/qr.svg?placement=a%0A": {400, "text/plain; charset=utf-8"},
		"/abc/qrs":                   {307, ""},
		"/abc/qr.svg/x":              {307, ""},
		"/nothing/qr":                {404, "text/plain; charset=utf-8"},
		"/archived/qr":               {404, "text/plain; charset=utf-8"},
		"/deleted/qr":                {410, "text/plain; charset=utf-8"},
	} {
		answer := s.get(url)
		if answer.Code != want.status || answer.Header().Get("Content-Type") != want.kind {
			t.Errorf("%s: %d %q, want %d %q", url, answer.Code, answer.Header().Get("Content-Type"), want.status, want.kind)
		}
	}
	if answer := s.send("POST", "/abc/qr", nil); answer.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", answer.Code)
	}
}

func TestAnImageIsSentOnce(t *testing.T) {
	s := newSite(t)
	s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
	full := s.get("/abc/qr")
	etag := full.Header().Get("ETag")
	if etag == "" || full.Body.Len() == 0 {
		t.Fatalf("tag %q, %d bytes", etag, full.Body.Len())
	}
	for _, tag := range []string{etag, "W/" + etag, `"other", ` + etag, "*"} {
		again := s.send("GET", "/abc/qr", http.Header{"If-None-Match": {tag}})
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s: %d with %d bytes", tag, again.Code, again.Body.Len())
		}
	}
	if again := s.send("GET", "/abc/qr", http.Header{"If-None-Match": {`"other"`, etag}}); again.Code != http.StatusNotModified {
		t.Errorf("in a second header: %d", again.Code)
	}
	if other := s.send("GET", "/abc/qr", http.Header{"If-None-Match": {`"other"`}}); other.Code != http.StatusOK {
		t.Errorf("another tag: %d", other.Code)
	}
	head := s.send("HEAD", "/abc/qr", nil)
	if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("ETag") != etag {
		t.Errorf("HEAD: %d with %d bytes and tag %q", head.Code, head.Body.Len(), head.Header().Get("ETag"))
	}
}

func TestAPrintedImageHasItsSizeAndTag(t *testing.T) {
	s := newSite(t)
	s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
	full := s.get("/abc/qr.pdf?size=30mm")
	if !strings.Contains(full.Body.String(), "/MediaBox [0 0 85.03937 85.03937]") { // 30 / 25.4 * 72
		t.Errorf("%d %.300q", full.Code, full.Body)
	}
	etag := full.Header().Get("ETag")
	if again := s.send("GET", "/abc/qr.pdf?size=30mm", http.Header{"If-None-Match": {etag}}); again.Code != http.StatusNotModified {
		t.Errorf("again: %d", again.Code)
	}
	head := s.send("HEAD", "/abc/qr.pdf?size=30mm", nil)
	if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("ETag") != etag {
		t.Errorf("HEAD: %d with %d bytes and tag %q", head.Code, head.Body.Len(), head.Header().Get("ETag"))
	}
	if policy := full.Header().Get("Content-Security-Policy"); policy != "" {
		t.Errorf("viewers are kept out by %q", policy)
	}
	if other := s.get("/abc/qr.pdf?size=31mm"); other.Header().Get("ETag") == etag {
		t.Error("another size has the same tag")
	}
}

func TestADesignCanPreferPDF(t *testing.T) {
	s := newSite(t)
	design := s.design(t, `{"outputFileFormat":"pdf"}`)
	s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home, Design: design.ID})
	for url, want := range map[string]int{"/abc/qr": 200, "/abc/qr?size=30mm": 200, "/abc/qr?size=300": 400, "/abc/qr.png?size=300": 200} {
		if answer := s.get(url); answer.Code != want {
			t.Errorf("%s: %d %.100s", url, answer.Code, answer.Body)
		}
	}
}

func TestALinkShowsItsDesign(t *testing.T) {
	s := newSite(t)
	design := s.design(t, `{"width":400,"height":400,"margin":30,"dotsOptions":{"color":"#1d4ed8"},"outputFileFormat":"svg"}`)
	s.NewLink(linkpack.Link{ShortCode: "blue", Destination: home, Design: design.ID})
	answer := s.get("/blue/qr")
	if answer.Header().Get("Content-Type") != "image/svg+xml" || !strings.Contains(answer.Body.String(), "#1d4ed8") {
		t.Errorf("%s: %.200s", answer.Header().Get("Content-Type"), answer.Body)
	}
	if _, err := s.UpdateDesign(t.Context(), "", design.ID, to(`{"dotsOptions":{"color":"#b91c1c"}}`)); err != nil {
		t.Fatal(err)
	}
	if body := s.get("/blue/qr.svg").Body.String(); !strings.Contains(body, "#b91c1c") {
		t.Errorf("after the design changed: %.200s", body)
	}
	if err := s.DeleteDesign(t.Context(), "", design.ID); err != nil {
		t.Fatal(err)
	}
	if body := s.get("/blue/qr.svg").Body.String(); strings.Contains(body, "#b91c1c") || body == "" {
		t.Errorf("after the design was deleted: %.200s", body)
	}
}

func TestWhatCannotBeMendedIsNamed(t *testing.T) {
	s := newSite(t)
	yellow := s.design(t, `{"dotsOptions":{"color":"#facc15"}}`)
	s.NewLink(linkpack.Link{ShortCode: "pale", Destination: home, Design: yellow.ID})
	s.NewLink(linkpack.Link{ShortCode: "plain", Destination: home})
	if got := s.get("/pale/qr").Header().Get("QR-Warning"); !strings.Contains(got, "contrast") {
		t.Errorf("yellow on white is warned of as %q", got)
	}
	if got := s.get("/plain/qr").Header().Get("QR-Warning"); got != "" {
		t.Errorf("black on white is warned of as %q", got)
	}
}

func TestABadDesignIsRefusedWhenItIsWritten(t *testing.T) {
	s := newSite(t)
	for body, field := range map[string]string{
		`{"dotsOptions":{"color":"blu"}}`:      "design.dotsOptions.color",
		`{"dotsOptions":{"type":"hearts"}}`:    "design.dotsOptions.type",
		`{"image":"https://evil.example/x"}`:   "design.image",
		`{"width":"wide"}`:                     "design.width",
		`{"cornersDotOptions":{"type":"zig"}}`: "design.cornersDotOptions.type",
		`{"qrOptions":{"mode":"Numeric"}}`:     "design.qrOptions.mode",
		`{"qrOptions":{"typeNumber":1}}`:       "design.qrOptions.typeNumber",
		`{"width":21,"height":21}`:             "design.margin",
	} {
		_, err := s.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(body)})
		var fault *linkpack.FieldError
		if !errors.As(err, &fault) || fault.Field != field {
			t.Errorf("%s: got %v, want the field %s", body, err, field)
		}
	}
}

func TestManyAskAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // see TestFewDesignsAreInMemoryAtOnce
		s := newSite(t)
		s.NewLink(linkpack.Link{ShortCode: "abc", Destination: home})
		want := s.get("/abc/qr.svg").Body.String()
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if got := s.get("/abc/qr.svg?size=300").Body.String(); got != want {
					t.Errorf("another picture: %.100s", got)
				}
			})
		}
		wg.Wait()
	})
}
