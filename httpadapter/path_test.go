package httpadapter_test

import (
	"net/http"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// namedImages answers with the code and the format that are asked for.
type namedImages struct{}

func (namedImages) ServeImage(w http.ResponseWriter, _ *http.Request, code, extension string) {
	w.Header().Set("Image", code+" "+extension)
}

func TestTextAroundALinkDoesNotBreakIt(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{Images: namedImages{}})
	shorten(t, s, linkpack.Link{ShortCode: "donut", Destination: "https://example.com/"})
	for path, want := range map[string]int{
		"/donut.": 307, "/donut,": 307, "/donut)": 307, "/donut%22": 307, "/donut%3E": 307, "/donut%E2%80%9D.": 307, "/donut&id=5": 307, "/donut/.": 307,
		"/donut+": 200, "/donut+.": 200, "/donut+)": 200, "/donut.+": 200, "/donut+x": 404, "/.": 404, "/%22": 404, "/donut-": 404,
	} {
		if answer, _ := send(h, "GET", path, ""); answer.StatusCode != want {
			t.Errorf("%s: status is %d, want %d", path, answer.StatusCode, want)
		}
	}
	for path, want := range map[string]string{
		"/donut/qr": "donut ", "/donut/qr.": "donut ", "/donut/qr.svg": "donut svg", "/donut/qr.svg,": "donut svg", "/donut/qr%22": "donut ",
		"/donut/qrx": "", "/donut/qr/": "", "/donut/qr.svg/x": "",
	} {
		if answer, _ := send(h, "GET", path, ""); answer.Header.Get("Image") != want {
			t.Errorf("%s: the image of %q, want %q", path, answer.Header.Get("Image"), want)
		}
	}
}

func TestTheFirstThingsThatRobotsAskForAreNotRedirected(t *testing.T) {
	h := newHandler(t, newShortener(t, linkpack.Options{NotFoundURL: "https://example.com/404"}), httpadapter.Options{})
	for path, want := range map[string]int{"/robots.txt": 404, "/favicon.ico": 404, "/.well-known/security.txt": 404, "/unknown": 307} {
		if answer, _ := send(h, "GET", path, ""); answer.StatusCode != want {
			t.Errorf("%s: status is %d, want %d", path, answer.StatusCode, want)
		}
	}
}
