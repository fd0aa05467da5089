package pagetest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// site is a short link service, and a server of which the links and their
// scripts speak as "{other}".
type site struct {
	links *linkpack.Shortener
	url   string
	other string

	mu   sync.Mutex
	seen []string // requests to the other server, in order
	hang chan struct{}
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{hang: make(chan struct{})}
	var err error
	s.links, err = linkpack.New(memory.New(), &linkpack.Options{ScriptsAllowed: allowed, BaseURL: "https://go.example"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.links.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	handler, err := httpadapter.New(s.links, &httpadapter.Options{InternalCookie: &http.Cookie{Name: "staff"}})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	mux.Handle("/admin/internal", handler.Internal())
	short, other := httptest.NewTLSServer(mux), httptest.NewTLSServer(s)
	t.Cleanup(short.Close)
	t.Cleanup(other.Close)
	t.Cleanup(func() { close(s.hang) })
	s.url, s.other = short.URL, other.URL
	return s
}

// ServeHTTP is the other server. It notes what it is asked for; "/hang" is
// never answered, and "/empty" has no content: browsers stay where they are.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/favicon.ico" {
		return
	}
	s.mu.Lock()
	s.seen = append(s.seen, r.Method+" "+r.URL.Path)
	s.mu.Unlock()
	switch {
	case r.URL.Path == "/hang":
		select {
		case <-s.hang:
		case <-r.Context().Done():
		}
	case r.URL.Path == "/empty":
		w.WriteHeader(http.StatusNoContent)
	case strings.HasSuffix(r.URL.Path, ".js"):
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write([]byte(`new Image().src = document.currentScript.src.replace(".js", ".gif");`))
	case strings.HasSuffix(r.URL.Path, ".gif"):
		w.Header().Set("Content-Type", "image/gif")
		_, _ = w.Write([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"))
	default:
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<title>Arrived</title><h1 id=arrived>Arrived</h1><p id=referrer>" + r.Referer() + "</p>"))
	}
}

func (s *site) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

// shorten makes a link to the other server and returns its short URL.
func (s *site) shorten(t testing.TB, link linkpack.Link) string {
	t.Helper()
	if link.Destination == "" {
		link.Destination = "{other}/there?a=1&b='x'#c"
	}
	link.Destination = strings.ReplaceAll(link.Destination, "{other}", s.other)
	for i := range link.Scripts {
		link.Scripts[i].Content = strings.ReplaceAll(link.Scripts[i].Content, "{other}", s.other)
	}
	made, err := s.links.CreateLink(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	return s.url + "/" + made.ShortCode
}

// allowed lets every link have scripts.
func allowed(*linkpack.Link) bool { return true }
