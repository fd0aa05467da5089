package httpadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// One handler serves redirects and the API beside the host's own pages. The first
// segments of these pages are reserved, so that no link can have such a code.
func Example() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{
		BaseURL:  "https://example.org",
		Reserved: append(linkpack.DefaultReserved(), "about"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	links, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{linkpackv1.New(nil)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/about", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.Handle("/", links)

	if _, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "guide", Destination: "https://example.com/documents?lang=en"}); err != nil {
		fmt.Println(err)
	}
	for _, path := range []string{"/guide", "/nothing", "/about", "/api/v1/links"} {
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		fmt.Printf("%d %s %q\n", answer.Code, path, answer.Header().Get("Location"))
	}
	// Output:
	// 307 /guide "https://example.com/documents?lang=en"
	// 404 /nothing ""
	// 200 /about ""
	// 401 /api/v1/links ""
}
