package linkpackv1_test

import (
	"archive/zip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

// archived makes a request for an archive and returns the names of its files.
func (sv *server) archived(t *testing.T, method, target, body string) []string {
	t.Helper()
	answer, content := sv.with(method, target, body)
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "application/zip" {
		t.Fatalf("%s %s: answered %d %s %.300s", method, target, answer.StatusCode, answer.Header.Get("Content-Type"), content)
	}
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	return names
}

func TestArchivesOfCodes(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	var ids []string
	for i, tags := range [][]string{{"print"}, {}, {"print"}} {
		link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{ShortCode: fmt.Sprintf("code%d", i), Destination: "https://example.com/", Tags: tags})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, link.ID)
	}
	for _, c := range []struct {
		method, target, body string
		want                 []string
	}{
		{"GET", "/api/v1/links/qr.zip", "", []string{"code2.png", "code1.png", "code0.png"}},
		{"GET", "/api/v1/links/qr.zip?tag=print&format=pdf&size=30mm&sheet=40mm", "", []string{"code2.pdf", "code0.pdf", "sheet.pdf"}},
		{"GET", "/api/v1/links/qr.zip?sort=shortCode&limit=2&format=svg&placement=poster-a", "", []string{"code0.svg", "code1.svg"}},
		{"GET", "/api/v1/links/qr.zip?tag=none&sheet=40mm", "", []string{"sheet.pdf"}},
		{"POST", "/api/v1/links/qr.zip?format=webp&size=100", fmt.Sprintf(`{"ids":[%q,%q]}`, ids[1], ids[0]), []string{"code1.webp", "code0.webp", "warnings.txt"}},
	} {
		if got := sv.archived(t, c.method, c.target, c.body); !slices.Equal(got, c.want) {
			t.Errorf("%s %s: files %q, want %q", c.method, c.target, got, c.want)
		}
	}
	for _, c := range []struct {
		method, target, body string
		status               int
		field                string
	}{
		{"GET", "?format=gif", "", 400, "format"}, {"GET", "?size=1", "", 400, "size"}, {"GET", "?sheet=40", "", 400, "sheet"},
		{"GET", "?sheet=191mm", "", 400, "sheet"}, {"GET", "?size=30mm", "", 400, "size"}, {"GET", "?form=svg", "", 400, "form"},
		{"GET", "?placement=Poster", "", 400, "placement"},
		{"GET", "?size=100&size=200", "", 400, "size"}, {"GET", "?limit=1001", "", 400, "limit"}, {"GET", "?deleted=true", "", 400, "deleted"},
		{"POST", "", `{}`, 400, "ids"}, {"POST", "", fmt.Sprintf(`{"ids":[%q,"nothing"]}`, ids[0]), 404, "ids[1]"},
		{"POST", "?format=gif", fmt.Sprintf(`{"ids":[%q]}`, ids[0]), 400, "format"}, {"POST", "?tag=print", `{"ids":["a"]}`, 400, "tag"},
	} {
		if status, _, fields := sv.refused(t, c.method, "/api/v1/links/qr.zip"+c.target, c.body); status != c.status || !slices.Equal(fields, []string{c.field}) {
			t.Errorf("%s %s %s: answered %d naming %q", c.method, c.target, c.body, status, fields)
		}
	}
	head, content := sv.with("HEAD", "/api/v1/links/qr.zip", "")
	if head.StatusCode != http.StatusOK || head.Header.Get("Content-Type") != "application/zip" || content != "" {
		t.Errorf("HEAD: %d %v, %d bytes", head.StatusCode, head.Header, len(content))
	}
}

func TestAnArchiveOfMoreLinksIsAskedForInParts(t *testing.T) {
	sv := newServer(t, nil)
	for batch := range 2 {
		links := make([]linkpack.Link, 510)
		for i := range links {
			links[i] = linkpack.Link{ShortCode: fmt.Sprintf("c%d", batch*510+i), Destination: "https://example.com/"}
		}
		if _, err := sv.shortener.CreateLinks(t.Context(), links); err != nil {
			t.Fatal(err)
		}
	}
	if status, _, fields := sv.refused(t, "GET", "/api/v1/links/qr.zip", ""); status != 400 || !slices.Equal(fields, []string{"limit"}) {
		t.Errorf("all: answered %d naming %q", status, fields)
	}
	first, _ := sv.with("HEAD", "/api/v1/links/qr.zip?limit=1000", "")
	rest := sv.archived(t, "GET", "/api/v1/links/qr.zip?limit=1000&format=svg&cursor="+first.Header.Get("Next-Cursor"), "")
	if len(rest) != 20 {
		t.Errorf("the rest has %d files", len(rest))
	}
}

func TestWithoutCodesThereIsNoArchive(t *testing.T) {
	sv := newServer(t, nil)
	handler, err := httpadapter.New(sv.shortener, &httpadapter.Options{APIs: []httpadapter.API{linkpackv1.New(nil)}})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "https://linkpack.test/api/v1/links/qr.zip", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("answered %d", w.Code)
	}
}
