package httpadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// The visits of the office are not counted, and those of people elsewhere who have
// pressed a button on a page of the host.
func ExampleHandler_Internal() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{Internal: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	link, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "spring", Destination: "https://example.com/"})
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err := httpadapter.New(s, &httpadapter.Options{InternalCookie: &http.Cookie{Name: "staff", Secure: true}})
	if err != nil {
		fmt.Println(err)
		return
	}
	login := func(next http.Handler) http.Handler { return next } // your own
	mux := http.NewServeMux()
	mux.Handle("/admin/internal", login(h.Internal()))
	mux.Handle("/", h)

	send := func(method, path, body, addr string, cookies ...*http.Cookie) *http.Response {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.RemoteAddr = addr
		r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w.Result()
	}
	marked := send("POST", "/admin/internal", "internal=on", "198.51.100.7:1234").Cookies()
	send("GET", "/spring", "", "198.51.100.7:1234", marked...)
	send("GET", "/spring", "", "203.0.113.5:1234")
	send("GET", "/spring", "", "192.0.2.1:1234")

	if err := s.Flush(ctx); err != nil {
		fmt.Println(err)
		return
	}
	stats, err := s.Stats(ctx, "", link.ID, analytics.Query{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("clicks:", stats.Clicks(), "internal:", stats.Classes[analytics.Internal])
	// Output: clicks: 1 internal: 2
}
